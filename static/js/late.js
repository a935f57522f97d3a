// A phone that slept past the deadline still holds answers: they are handed to the server, which refuses them and
// keeps when they came, so that the page can say so.

import { bodyOf, keep, kept } from "./unsent.js";

const head = document.querySelector("[data-late]");
const found = kept(head.dataset.late);
let told = 0;
for (const [position, item] of found) {
  try {
    const body = bodyOf(head.dataset.token, position, item);
    await fetch(head.dataset.saveUrl, { method: "POST", body, headers: { Accept: "application/json" } });
    keep(head.dataset.late, position);
    told += 1;
  } catch {
    break; // no network: the phone keeps them and tries when the page is opened again
  }
}
if (told) location.reload();
