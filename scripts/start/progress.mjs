// Plain JavaScript: bootstrap.mjs shows its progress with it before Node 24 is there.

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const quietMs = 15_000;
const detailMs = 5_000;

const seconds = (since) => `${Math.round((Date.now() - since) / 1000)} s`;

/** On a terminal: one line that lives, with all steps under way; finished steps stay above it. */
function terminalProgress(stream) {
  const active = new Set();
  let timer;
  let frame = 0;

  const clear = () => stream.write('\r\x1b[2K');
  const draw = () => {
    if (active.size === 0) return;
    const texts = [...active].map(
      (step) => `${step.title}${step.detail ? `: ${step.detail}` : ''} (${seconds(step.since)})`,
    );
    const text = `${frames[(frame += 1) % frames.length]} ${texts.join(' · ')}`;
    clear();
    stream.write(text.slice(0, (stream.columns || 80) - 1));
  };
  const line = (text) => {
    clear();
    stream.write(`${text}\n`);
    draw();
  };
  const end = (step, mark, detail) => {
    if (!active.delete(step)) return;
    if (active.size === 0) clearInterval(timer);
    line(`${mark} ${step.title}${detail ? `: ${detail}` : ''} (${seconds(step.since)})`);
  };

  return {
    line,
    step(title) {
      const step = { title, detail: '', since: Date.now() };
      if (active.size === 0) {
        timer = setInterval(draw, 120);
        timer.unref();
      }
      active.add(step);
      draw();
      return {
        update: (detail) => (step.detail = detail),
        done: (detail) => end(step, '✓', detail),
        fail: () => end(step, '✗', step.detail),
      };
    },
  };
}

/** Elsewhere: a line when a step begins, changes (every few seconds at most), goes on quietly for long, ends. */
function plainProgress(stream) {
  const line = (text) => stream.write(`${text}\n`);
  return {
    line,
    step(title) {
      const since = Date.now();
      let detail = '';
      let shown = '';
      let shownAt = Date.now();
      let ended = false;
      const show = () => {
        line(
          `… ${title}${detail ? `: ${detail}` : ''}${Date.now() - since > 1000 ? ` (${seconds(since)})` : ''}`,
        );
        shown = detail;
        shownAt = Date.now();
      };
      show();
      const timer = setInterval(() => {
        const quiet = Date.now() - shownAt;
        if (quiet >= quietMs || (detail !== shown && quiet >= detailMs)) show();
      }, 1000);
      timer.unref();
      const end = (mark, text) => {
        if (ended) return;
        ended = true;
        clearInterval(timer);
        line(`${mark} ${title}${text ? `: ${text}` : ''} (${seconds(since)})`);
      };
      return {
        update: (text) => (detail = text),
        done: (text) => end('✓', text),
        fail: () => end('✗', detail),
      };
    },
  };
}

export function createProgress(stream) {
  return stream.isTTY ? terminalProgress(stream) : plainProgress(stream);
}
