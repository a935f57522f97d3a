// Practice on a poor network: an answer is sent until it has arrived, and a second tap sends nothing twice. The server
// counts an answer once, however often it comes. Without this script the form is posted as any other.

const RETRY_MS = 3000;
const form = document.querySelector("[data-practice]");
document.getElementById("outcome")?.focus();

for (const other of document.querySelectorAll("form.practice-next")) {
  other.addEventListener("submit", (event) => {
    if (other.dataset.sent) event.preventDefault();
    other.dataset.sent = "1";
  });
}
window.addEventListener("pageshow", () => {
  for (const other of document.querySelectorAll("[data-sent]")) delete other.dataset.sent;
});

function say(name) {
  const text = document.getElementById("practice-texts").content.querySelector(`[data-text="${name}"]`);
  form.querySelector("[data-state]").textContent = text.textContent;
}

async function send(body) {
  const response = await fetch(form.action, { method: "POST", body });
  if (response.status >= 500) throw new Error("the server could not take it");
  if (response.redirected) location.assign(response.url);
  else form.submit(); // refused: the server's own page says why, with the answer in its boxes
}

async function sendUntilThere(body) {
  for (;;) {
    say("busy");
    try {
      return await send(body);
    } catch {
      say("bad");
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

form?.addEventListener("submit", (event) => {
  const body = new FormData(form);
  const answered = [...body].some(([name, value]) => name !== "csrfmiddlewaretoken" && value !== "");
  if (!answered) return; // the server says what is missing
  event.preventDefault();
  if (form.dataset.sent) return;
  form.dataset.sent = "1";
  sendUntilThere(new URLSearchParams(body));
});
