"""Published and random networks: the solver finds their costs."""

import networkx as nx
import numpy as np
import pytest

from kpi.staffing.reallocation import Problem, solve

# from, to, capacity, cost; supply by node (sources positive)
OR_TOOLS = (  # Bradley, Hax, Magnanti: Applied Mathematical Programming, figure 8.1; OR-tools' sample of min cost flow
    [(0, 1, 15, 4), (0, 2, 8, 4), (1, 2, 20, 2), (1, 3, 4, 2), (1, 4, 10, 6), (2, 3, 15, 1), (2, 4, 4, 3),
     (3, 4, 20, 2), (4, 2, 5, 3)],
    {0: 20, 3: -5, 4: -15},
    150,
)  # fmt: skip
NETWORKX = (  # the example in the documentation of networkx.min_cost_flow
    [("a", "b", 4, 3), ("a", "c", 10, 6), ("b", "d", 9, 1), ("c", "d", 5, 2)],
    {"a": 5, "d": -5},
    24,
)


def as_transport(arcs, supply):
    """The network as people moving: each arc is a unit with its capacity to give, half to its tail, half to its head.

    What is sent to the tail is unused capacity and costs nothing; a node wants its outgoing capacity less its supply.
    """
    nodes = sorted({end for arc in arcs for end in arc[:2]})
    units = tuple([f"arc {number}" for number in range(len(arcs))] + [f"node {node}" for node in nodes])
    km = np.full((len(units), len(units)), np.inf)
    target = np.zeros((len(units), 1), int)
    existing = np.array([[arc[2]] for arc in arcs] + [[0]] * len(nodes))
    for number, (tail, head, capacity, cost) in enumerate(arcs):
        km[number, len(arcs) + nodes.index(tail)] = 0
        km[number, len(arcs) + nodes.index(head)] = cost
        target[len(arcs) + nodes.index(tail)] += capacity
    for node, amount in supply.items():
        target[len(arcs) + nodes.index(node)] -= amount
    return Problem(units, ("f",), existing, target, km, np.ones((1, 1)), weighs=1.0)


@pytest.mark.parametrize("network", [OR_TOOLS, NETWORKX], ids=["OR-tools", "NetworkX"])
def test_a_published_network_has_its_published_cost(network):
    arcs, supply, cost = network
    plan = solve(as_transport(arcs, supply))
    assert plan.missing.sum() == 0
    assert plan.disturbance - plan.people == cost


def network_of(problem):
    graph = nx.DiGraph()
    graph.add_nodes_from(["out", "in"])
    spare, short = problem.surplus()[:, 0], problem.shortage()[:, 0]
    for u in np.flatnonzero(spare):
        graph.add_edge("out", int(u), capacity=int(spare[u]), weight=0)
        for v in np.flatnonzero(short):
            graph.add_edge(int(u), int(v), weight=int(1000 * (1 + problem.weighs * problem.distance[u, v])))
    for v in np.flatnonzero(short):
        graph.add_edge(int(v), "in", capacity=int(short[v]), weight=0)
    return graph


@pytest.mark.parametrize("seed", range(12))
def test_networkx_agrees_on_random_transport_problems(seed):
    random = np.random.default_rng(seed)
    count = int(random.integers(4, 12))
    existing = random.integers(0, 8, (count, 1))
    target = random.integers(0, 14, (count, 1))
    target[0], existing[0] = 0, 14 * count  # one unit has enough for everybody
    km = random.integers(1, 200, (count, count)).astype(float)
    problem = Problem(tuple(map(str, range(100, 100 + count))), ("f",), existing, target, km, np.ones((1, 1)))
    problem = Problem(**{**problem.__dict__, "weighs": 1.0})
    plan = solve(problem)
    flow = nx.max_flow_min_cost(graph := network_of(problem), "out", "in")
    assert plan.people == sum(flow["out"].values()) == problem.shortage().sum()
    assert round(plan.disturbance * 1000) == nx.cost_of_flow(graph, flow)


@pytest.mark.parametrize("seed", range(6))
def test_where_there_are_too_few_as_many_are_moved_as_networkx_can_send(seed):
    random = np.random.default_rng(100 + seed)
    existing, target = random.integers(0, 6, (9, 1)), random.integers(2, 9, (9, 1))
    km = np.where(random.random((9, 9)) < 0.4, 20.0, np.inf)
    problem = Problem(tuple("ABCDEFGHI"), ("f",), existing, target, km, np.ones((1, 1)))
    graph = nx.DiGraph()
    graph.add_nodes_from(["out", "in"])
    spare, short = problem.surplus()[:, 0], problem.shortage()[:, 0]
    graph.add_edges_from(("out", u, {"capacity": int(spare[u])}) for u in range(9))
    graph.add_edges_from((v + 20, "in", {"capacity": int(short[v])}) for v in range(9))
    graph.add_edges_from((u, v + 20) for u in range(9) for v in range(9) if np.isfinite(km[u, v]) and u != v)
    assert solve(problem).people == nx.maximum_flow_value(graph, "out", "in")
