"""Which products of the catalogue a post works on, by its role and unit."""

from random import Random

from kpi.installation.demo.people import SEED
from kpi.installation.demo.raters import Tree
from kpi.organisation.kinds import COMMUNE_LEVEL, UnitKind
from kpi.storage.tables import Post, Product

COMMUNE_WORK = {
    "VP": (1, 2, 3, 24, 25, 26, 27, 33, 34),
    "KT": (6, 7, 8, 9, 10, 11, 12, 13, 28, 29, 30, 31, 32),
    "VHXH": (14, 15, 16, 17, 18, 19, 20, 21, 22, 36),
    "PVHCC": (1, 2, 4, 5, 11, 23, 35),
}
DIVISION_HEAD = ("A.03", "A.05", "A.06", "A.08", "A.09", "A.10")
OFFICE_ONLY = ("B.19", "B.20", "B.21", "B.22", "B.23", "B.26", "B.30")
MOST = 14


class Repertoire:
    """The products each post chooses its month from: always the same ones, in an order of its own."""

    def __init__(self, products: list[Product], tree: Tree) -> None:
        self._tree = tree
        self._by_code = {product.code: product for product in products}
        self._common = {
            group: [p for p in products if p.scope == "province" and p.task_group == group] for group in "ABD"
        }
        self._of_unit: dict[int, list[Product]] = {}
        for product in products:
            if product.unit_id is not None:
                self._of_unit.setdefault(product.unit_id, []).append(product)

    def of(self, post: Post) -> list[Product]:
        """At most `MOST` products for this post."""
        chance = Random(f"{SEED} work {post.id}")
        own = self._leading(post) if post.role != "staff" else self._own(post)
        common = [p for p in self._common["B"] if p.code not in OFFICE_ONLY or self._is_office(post)]
        shared = chance.sample(common, 5 if post.role == "staff" else 3)
        other = chance.sample(self._common["D"], 2)
        chosen = [*chance.sample(own, min(len(own), MOST - len(shared) - len(other))), *shared, *other]
        chance.shuffle(chosen)
        return chosen

    def _leading(self, post: Post) -> list[Product]:
        body = self._tree.body(post.unit_id)
        if body.id == post.unit_id:
            return self._common["A"]
        return [self._by_code[code] for code in DIVISION_HEAD] + self._own(post)

    def _own(self, post: Post) -> list[Product]:
        body = self._tree.body(post.unit_id)
        if body.kind in COMMUNE_LEVEL:
            suffix = self._tree.unit(post.unit_id).code.rsplit(".", 1)[-1]
            return [self._by_code[f"X.{number:02d}"] for number in COMMUNE_WORK.get(suffix, ())]
        return self._of_unit.get(body.id, [])

    def _is_office(self, post: Post) -> bool:
        unit = self._tree.unit(post.unit_id)
        return unit.kind == UnitKind.DIVISION and unit.name.startswith("Văn phòng")
