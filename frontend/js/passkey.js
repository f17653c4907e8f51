// Makes and uses passkeys. Without scripts, or without passkeys in the browser, the form stays
// hidden and the code of the app does the same.
const FAILED = "Thiết bị không xác nhận. Xin thử lại, hoặc nhập mã 6 số.";

function bytes(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function readable(asked) {
  const known = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));
  const options = { ...asked, challenge: bytes(asked.challenge) };
  if (asked.user) options.user = { ...asked.user, id: bytes(asked.user.id) };
  if (asked.excludeCredentials) options.excludeCredentials = known(asked.excludeCredentials);
  if (asked.allowCredentials) options.allowCredentials = known(asked.allowCredentials);
  return options;
}

function sendable(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  const { id, type } = credential;
  return { id, rawId: text(credential.rawId), type, response };
}

for (const form of document.querySelectorAll("[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  form.querySelector("button").addEventListener("click", async () => {
    const publicKey = readable(JSON.parse(form.dataset.asked));
    try {
      const credential = await navigator.credentials[form.dataset.passkey]({ publicKey });
      form.elements.passkey.value = JSON.stringify(sendable(credential));
      form.submit();
    } catch {
      form.querySelector("[role=status]").textContent = FAILED;
    }
  });
}
