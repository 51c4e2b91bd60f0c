// Runs once for the conversation and once for the source (Gradio: js_on_load). Gradio gives it `element`, `trigger`
// and `watch`; the server answers the events "starter", "source" and "close".
// Text from documents or visitors is only ever set as textContent here.

const shared = (window.kildesvar ??= { opener: null, pressed: null, turns: 0 });
// After the next frame: Gradio updates the conversation and the source one after the other, and both change the layout.
const showTop = (target) => requestAnimationFrame(() => requestAnimationFrame(() => target.scrollIntoView()));
const isSource = element.closest("#ks-source") !== null;

element.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-event]");
  if (!button || button.disabled) return;
  const { event: name, ...data } = button.dataset;
  shared.pressed = button.id;
  trigger(name, data);
});

// --- The conversation ------------------------------------------------------------------------------------------------

function echo(question) {
  const shown = question.trim();
  const list = element.querySelector(".ks-conversation");
  if (!shown || !list || list.querySelector(".ks-pending")) return;
  const turn = document.createElement("article");
  turn.className = "ks-turn ks-pending";
  const heading = document.createElement("h2");
  heading.className = "ks-question";
  heading.textContent = shown;
  turn.append(heading, Object.assign(document.createElement("p"), { textContent: kildesvarTexts.searching }));
  list.append(turn);
  showTop(turn);
}

// A question that got no answer leaves the conversation as it was, so Gradio does not draw it again.
function settle() {
  element.querySelector(".ks-pending")?.remove();
}

function showNewest() {
  document.getElementById("ks-alarm")?.remove();
  const turns = element.querySelectorAll(".ks-turn");
  if (turns.length > shared.turns) {
    const newest = turns[turns.length - 1];
    showTop(newest);
    // A starter question's button is gone once it was pressed; without this the keyboard would start from the top.
    if (document.activeElement === document.body) newest.focus({ preventScroll: true });
  }
  shared.turns = turns.length;
}

// --- The source ------------------------------------------------------------------------------------------------------

function showPassage() {
  const source = element.querySelector(".ks-source");
  mark(source?.dataset.opener);
  if (!source) {
    // Closed: back to the number that opened it.
    const opener = document.getElementById(shared.opener);
    if (opener && document.activeElement?.tagName !== "TEXTAREA") opener.focus();
    return;
  }
  shared.opener = source.dataset.opener;
  const again = document.getElementById(shared.pressed);
  const kept = again && source.contains(again) && !again.disabled;
  (kept ? again : source.querySelector("h2"))?.focus({ preventScroll: true });
  const below = window.matchMedia("(max-width: 999px)").matches;
  if (below && !kept) showTop(source);
  const page = source.querySelector(".ks-page");
  const quote = source.querySelector("mark");
  if (page) page.scrollTop = quote ? Math.max(0, quote.offsetTop - page.offsetTop - page.clientHeight / 4) : 0;
}

function mark(opener) {
  for (const button of document.querySelectorAll(".ks-marker")) {
    button.setAttribute("aria-expanded", String(button.id === opener));
  }
}

// --- When the server is gone -----------------------------------------------------------------------------------------

// Gradio says so in English, in a notice that the style sheet hides; this says it in Danish.
function alarm() {
  settle();
  if (document.getElementById("ks-alarm")) return;
  const line = document.createElement("p");
  line.id = "ks-alarm";
  line.setAttribute("role", "alert");
  line.textContent = kildesvarTexts.noConnection;
  document.body.append(line);
}

if (isSource) {
  watch("value", showPassage);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && element.querySelector(".ks-source")) trigger("close", {});
  });
} else {
  shared.echo = echo;
  shared.settle = settle;
  watch("value", showNewest);
  new MutationObserver(() => {
    if (document.querySelector(".toast-body")) alarm();
  }).observe(document.body, { childList: true, subtree: true });
}
