// A WebSocket that comes back by itself: phones sleep, networks change, servers restart.

const PING_MS = 10_000;
const SILENCE_MS = 25_000;
const REFUSED = 4403; // the permission table lets us in no more
const BACKOFF_MS = [500, 1000, 2000, 4000, 8000];

export class Socket {
  /**
   * path: address on this site. onMessage(message): every frame but pongs.
   * onState("online" | "offline", failures): failures in a row since the last frame. onRefused(): we are not let in.
   */
  constructor(path, { onMessage, onState, onRefused }) {
    this.path = path;
    this.onMessage = onMessage;
    this.onState = onState ?? (() => {});
    this.onRefused = onRefused ?? (() => {});
    this.failures = 0;
    this.closed = false;
    this.opened = false;
    for (const [target, name] of [[document, "visibilitychange"], [window, "pageshow"], [window, "online"]]) {
      target.addEventListener(name, () => this.#lookAgain());
    }
    setInterval(() => this.#beat(), PING_MS);
    this.#connect();
  }

  /** Sends `message` as JSON; false when there is no connection just now. */
  send(message) {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  close() {
    this.closed = true;
    this.socket?.close();
  }

  #connect() {
    if (this.closed) return;
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}${this.path}`);
    this.socket = socket;
    this.heardAt = performance.now();
    socket.onopen = () => {
      if (this.opened) this.send({ type: "sync" });
      this.opened = true;
    };
    socket.onmessage = (event) => {
      this.heardAt = performance.now();
      this.failures = 0;
      this.onState("online", 0);
      const message = JSON.parse(event.data);
      if (message.type !== "pong") this.onMessage(message);
    };
    socket.onclose = (event) => {
      if (this.socket !== socket || this.closed) return;
      if (event.code === REFUSED) this.onRefused();
      this.failures += 1;
      this.onState("offline", this.failures);
      const most = BACKOFF_MS[Math.min(this.failures - 1, BACKOFF_MS.length - 1)];
      this.retry = setTimeout(() => this.#connect(), most * (0.3 + 0.7 * Math.random()));
    };
  }

  #beat() {
    if (this.socket?.readyState !== WebSocket.OPEN) return;
    if (performance.now() - this.heardAt > SILENCE_MS) {
      this.socket.close();
      return;
    }
    this.send({ type: "ping" });
  }

  #lookAgain() {
    if (document.visibilityState === "hidden" || this.closed) return;
    if (this.send({ type: "sync" })) return;
    if (this.socket?.readyState === WebSocket.CONNECTING) return;
    clearTimeout(this.retry);
    this.#connect();
  }
}
