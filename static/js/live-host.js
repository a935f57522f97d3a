// The host's screen: one button that says what it will do, and the version it saw sent along.

import { boardTable, choiceText, Countdown, histogram, make, mark, stem, texts } from "./live-screen.js";
import { clockOf, keyList, turnList } from "./live-plays.js";
import { Socket } from "./socket.js";

const BOUNCE_MS = 600;
const OWN_KEYS = "a, summary, input, select, textarea, button:not([data-part=next]), [tabindex]"; // these keep what is pressed on them
const HALL_MS = 3000; // how often the list of who is where is read again while it is open
const SLOW_MS = 500;
const KEYS = new Set([" ", "Enter", "PageDown", "ArrowRight"]);

const VERDICTS = { d: "right", đ: "right", s: "wrong" };

const root = document.querySelector("#live");
const say = texts();
const part = (name) => root.querySelector(`[data-part="${name}"]`);
const button = part("next");
const countdown = new Countdown(part("countdown"));
let frame = null;
let pressedAt = -Infinity;

const socket = new Socket(root.dataset.socket, {
  onMessage(message) {
    if (message.type === "round" && (!frame || message.version >= frame.version)) show(message);
    else if (message.type === "counts") showCounts(message);
    else if (message.type === "refused") part("said").textContent = message.message;
    else if (message.type === "rehearsal-over") location.assign(root.dataset.overUrl);
  },
  onState(state) {
    if (state === "refused" && root.dataset.overUrl) return void location.assign(root.dataset.overUrl);
    part("offline").hidden = state === "online";
    part("offline").textContent = say(state === "refused" ? "screen_over" : navigator.onLine ? "host_offline" : "host_no_network");
    showConnection();
  },
});
setInterval(showConnection, 2000);

/** The host's own connection, so that nobody looks for the fault in the hall. */
function showConnection() {
  const line = part("connection");
  const trip = socket.roundTripMs;
  const word = socket.state !== "online" ? "host_conn_none" : trip !== null && trip > SLOW_MS ? "host_conn_slow" : "host_conn_good";
  line.className = `tag ${{ host_conn_none: "tag--bad", host_conn_slow: "tag--warn", host_conn_good: "tag--ok" }[word]}`;
  line.textContent = trip === null || word === "host_conn_none" ? say(word) : `${say(word)} · ${trip} ms`;
}

const hall = part("hall");
hall.addEventListener("toggle", readHall);
setInterval(readHall, HALL_MS);

/** Reads who is where, only while the host looks. */
async function readHall() {
  if (!hall.open || document.visibilityState === "hidden") return;
  const list = part("hall-list");
  if (list.contains(document.activeElement)) return; // do not take a link from under somebody's finger
  try {
    const answer = await fetch(root.dataset.hallUrl);
    if (answer.ok && !answer.redirected) list.innerHTML = await answer.text();
  } catch {
    /* the line about the host's own connection says why */
  }
}

button.addEventListener("click", () => press(frame?.next));
for (const other of root.querySelectorAll("[data-command]")) {
  other.addEventListener("click", () => press(other.dataset.command));
}
document.addEventListener("keydown", (event) => {
  const verdict = VERDICTS[event.key.toLowerCase()];
  const typing = event.target.closest("input, textarea, select");
  if (verdict && !typing && !event.repeat && !event.ctrlKey && !event.metaKey && frame?.can.includes(verdict)) return void press(verdict);
  if (!KEYS.has(event.key) || event.target.closest(OWN_KEYS) || event.repeat) return;
  event.preventDefault();
  press(frame?.next);
});

function press(command) {
  if (command) send(command);
}

async function send(command, position) {
  if (performance.now() - pressedAt < BOUNCE_MS) return;
  pressedAt = performance.now();
  part("said").textContent = "";
  const message = { type: "command", command, position, version: frame.version };
  if (socket.send(message)) return;
  try {
    const answer = await fetch(root.dataset.commandUrl, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": root.dataset.csrf },
      body: JSON.stringify(message),
    });
    const reply = await answer.json();
    if (reply.type === "round") show(reply);
    else part("said").textContent = reply.message;
  } catch {
    part("said").textContent = say("not_sent");
  }
}

function showCounts(counts) {
  for (const name of ["joined", "connected", "reached", "answered"]) part(name).textContent = String(counts[name]);
  part("all-answered").hidden = frame?.state !== "answering" || !counts.connected || counts.waiting > 0;
}

function showFates(now) {
  const open = ["question", "arriving", "answering", "bell", "held", "paused"].includes(now.state);
  part("played").hidden = !now.fates.length || now.state === "paced" || (now.state === "paused" && now.manner === "paced");
  part("fates").replaceChildren(
    ...now.fates.map((fate, index) => {
      const position = index + 1;
      const running = open && position === now.position;
      const command = { counts: "void", voided: "restore" }[fate];
      const line = make("li", {}, make("span", { text: say(running ? "fate_open" : `fate_${fate}`) }));
      if (command && !running && now.state !== "finished") {
        const press = make("button", { type: "button", className: "secondary", text: say(command) });
        press.append(make("span", { className: "visually-hidden", text: ` ${say("progress", position, now.steps)}` }));
        press.addEventListener("click", () => send(command, position));
        line.append(" ", press);
      }
      return line;
    }),
  );
}

function show(next) {
  frame = next;
  countdown.set(...clockOf(next));
  part("state").textContent = say(next.state);
  part("progress").textContent = next.position ? say("progress", next.position, next.steps) : "";
  button.textContent = next.next ? say(`do_${next.next}`) : say(next.state === "held" ? "judge_first" : "over");
  button.disabled = !next.next;
  for (const other of root.querySelectorAll("[data-command]")) {
    other.hidden = other.dataset.command === next.next || !next.can.includes(other.dataset.command);
  }
  if (next.state !== "answering") part("all-answered").hidden = true;
  showFates(next);
  part("body").replaceChildren(...content(next));
}

function content(now) {
  const parts = [];
  if (now.question) parts.push(stem(now));
  if (now.reveal && !now.board) parts.push(make("ul", { className: "live-bars" }, ...histogram(now, say)));
  else if (now.question && !now.board) {
    parts.push(
      make(
        "ul",
        { className: "choices" },
        ...now.question.choices.map((choice, index) =>
          make("li", { className: "choice" }, mark(index), choiceText(choice)),
        ),
      ),
    );
  }
  if (now.bell?.holder) parts.push(make("p", { className: "strong live-word", role: "status", text: say("has_word", `${now.bell.holder.name} · ${now.bell.holder.unit}`) }));
  if (now.bell?.waiting) parts.push(make("p", { text: say("in_line", now.bell.waiting) }));
  parts.push(...turnList(now, say));
  if (now.still_in !== null) parts.push(make("p", { className: "strong", text: say("still_in", now.still_in) }));
  if (now.state === "paced") parts.push(make("p", { text: say("on_their_way") }));
  if (!now.board) parts.push(...keyList(now, say));
  if (now.board) {
    parts.push(boardTable(now.board.people, say("people"), say));
  }
  return parts;
}
