// A leaderboard that moves while people watch. Without this script a reload shows the newest.

import { Socket } from "./socket.js";

const place = document.querySelector("[data-board]");
const state = place.querySelector("[data-state]");
const rows = place.querySelector("[data-rows]");
const model = place.querySelector("[data-row]");
let shown = null; // the board as the server told it last
const language = document.documentElement.lang;
const upTo2 = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
const always2 = new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const comma = always2.formatToParts(0.5).find((part) => part.type === "decimal").value;

function took(milliseconds) {
  const pad = (number, digits = 2) => String(number).padStart(digits, "0");
  const seconds = Math.floor(milliseconds / 1000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const front = hours ? `${hours}:${pad(minutes % 60)}` : String(minutes);
  return `${front}:${pad(seconds % 60)}${comma}${pad(milliseconds % 1000, 3)}`;
}

const rate = (percent) => (percent === null ? "–" : `${always2.format(percent)} %`);
const FORMATS = { score: (n) => upTo2.format(n), mean: (n) => always2.format(n), rate, time_ms: took };

function rowFor(line) {
  const row = model.content.cloneNode(true).firstElementChild;
  const facts = { ...line, me: line.id === place.dataset.me };
  row.classList.toggle("board__me", facts.me);
  for (const part of row.querySelectorAll("[data-if]")) if (!facts[part.dataset.if]) part.remove();
  for (const cell of row.querySelectorAll("[data-cell]")) {
    const name = cell.dataset.cell;
    cell.textContent = FORMATS[name] ? FORMATS[name](line[name]) : line[name];
  }
  return row;
}

/** What leaderboard/frames.py calls `applied`: the board with the rows that changed in their new places. */
function applied(board, change) {
  const before = new Map(board.rows.map((line) => [line.id, line]));
  const touched = new Set([...change.gone, ...change.rows.map((line) => line.id)]);
  const lines = board.rows.filter((line) => !touched.has(line.id));
  for (const { at, ...fields } of change.rows) lines.splice(at, 0, { ...before.get(fields.id), ...fields });
  return { ...board, version: change.version, size: change.size ?? board.size, rows: lines };
}

function onMessage(message) {
  if (message.type === "board") shown = message;
  else if (message.type !== "board-changes") return;
  else if (message.from === shown?.version) shown = applied(shown, message);
  else {
    socket.send({ type: "sync" }); // a gap: ask for the whole
    return;
  }
  render(shown);
}

function render(board) {
  rows.replaceChildren(...board.rows.map(rowFor));
  place.querySelector("[data-size]").textContent = board.size;
  place.querySelector("[data-table]").hidden = !board.rows.length;
  place.querySelector("[data-empty]").hidden = board.rows.length > 0;
  const mine = board.rows.find((line) => line.id === place.dataset.me);
  const notice = document.querySelector("[data-mine] p");
  if (mine && notice) {
    const facts = { place: mine.place, size: board.size, name: mine.name };
    notice.textContent = place.dataset.mineText.replace(/\{(\w+)\}/g, (_, name) => facts[name]);
  }
}

function onState(name) {
  const open = name === "online";
  state.textContent = open ? state.dataset.live : state.dataset.lost;
  state.className = `saved saved--${open ? "ok" : "bad"}`;
}

const socket = new Socket(`/ws/board/${place.dataset.board}/`, { onMessage, onState });
