// Exchanges a sign-in ticket for the session cookie, or drops the cookie, then loads the page anew.
(() => {
  const element = document.getElementById("kpi-handover");
  if (!element || element.dataset.begun) return;
  element.dataset.begun = "yes";
  const { do: what, ticket, failed } = element.dataset;
  element.removeAttribute("data-ticket");
  const address = what === "redeem" ? "/kpi/session" : "/kpi/session/end";
  const headers = ticket ? { "X-KPI-Ticket": ticket } : {};
  fetch(address, { method: "POST", headers, credentials: "same-origin" })
    .then((answer) => {
      if (!answer.ok) throw new Error(String(answer.status));
      window.location.reload();
    })
    .catch(() => {
      element.textContent = failed;
      element.setAttribute("role", "alert");
    });
})();
