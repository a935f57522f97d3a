// Comforts of every page; each works without this script too.

const menu = document.getElementById("menu");

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !menu?.open) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

document.addEventListener("click", (event) => {
  if (menu?.open && !menu.contains(event.target)) menu.open = false;
});

for (const toggle of document.querySelectorAll("[data-reveals]")) {
  const field = document.getElementById(toggle.dataset.reveals);
  toggle.closest("[hidden]")?.removeAttribute("hidden");
  toggle.addEventListener("change", () => {
    field.type = toggle.checked ? "text" : "password";
  });
}
