// Sending a file in parts: a cut line costs the part that was under way, not the file.
const WAITS = [500, 1000, 2000, 4000, 8000, 15000, 30000, 30000, 60000, 60000, 120000];
const SHA_LIMIT = 64 * 1048576;
const TOO_BUSY = 500;
const CONFLICT = 409;

export class Refused extends Error {}

// What the server answers, or null when the line broke.
function ask(method, url, headers, body, progress) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    if (progress) {
      request.upload.addEventListener("progress", (event) => progress(event.loaded));
    }
    request.addEventListener("loadend", () => {
      resolve(request.status && request.status < TOO_BUSY ? request : null);
    });
    request.open(method, url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.send(body);
  });
}

// Waits longer each time, but no longer than until the browser is back online.
function pause(milliseconds) {
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds);
    function done() {
      clearTimeout(timer);
      window.removeEventListener("online", done);
      resolve();
    }
    window.addEventListener("online", done);
  });
}

export async function persist(attempt, cut) {
  for (const wait of WAITS) {
    const answer = await attempt();
    if (answer) return answer;
    cut();
    await pause(wait);
  }
  return null;
}

async function digest(file) {
  if (!window.crypto || !window.crypto.subtle || file.size > SHA_LIMIT) return "";
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function refusal(answer) {
  try {
    return new Refused(JSON.parse(answer.responseText).message || "");
  } catch {
    return new Refused("");
  }
}

const offsetIn = (answer) => Number(answer.getResponseHeader("Upload-Offset"));

// Sends a file whole and returns the id of the upload, or null when the line stays cut.
export async function sendInParts(file, { begin, token, progress, cut }) {
  const headers = { "X-CSRFToken": token };
  const told = JSON.stringify({ name: file.name, size: file.size, sha256: await digest(file) });
  const json = { ...headers, "Content-Type": "application/json" };
  const begun = await persist(() => ask("POST", begin, json, told), cut);
  if (!begun) return null;
  if (begun.status !== 201) throw refusal(begun);
  const { id, url, part } = JSON.parse(begun.responseText);
  let offset = 0;
  while (offset < file.size) {
    const next = await persist(async () => {
      const start = offset;
      const answer = await ask(
        "PATCH",
        url,
        { ...headers, "Content-Type": "application/offset+octet-stream", "Upload-Offset": offset },
        file.slice(start, start + part),
        (sent) => progress((start + sent) / file.size),
      );
      return answer || lookUp(url, headers);
    }, cut);
    if (!next) return null;
    if (next.status >= 300 && next.status !== CONFLICT) throw refusal(next);
    offset = offsetIn(next);
    progress(offset / file.size);
  }
  return id;
}

// After a cut the server says how much it has: it may have all of the part.
function lookUp(url, headers) {
  return ask("HEAD", url, headers);
}
