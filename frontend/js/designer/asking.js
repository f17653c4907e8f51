// Questions to the server: a form out, JSON back; a refusal is told in its own words.
export class Refused extends Error {
  constructor(answer) {
    super(answer.message || "Máy chủ không làm được việc này.");
    this.answer = answer;
  }
}

export async function ask(address, given) {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value || "";
  let response;
  try {
    response = await fetch(address, {
      method: "POST",
      headers: { "X-CSRFToken": token, Accept: "application/json" },
      body: new URLSearchParams(given),
    });
  } catch {
    throw new Refused({ message: "Máy chủ chưa trả lời. Hãy kiểm tra kết nối mạng rồi thử lại." });
  }
  const isJson = (response.headers.get("Content-Type") || "").includes("application/json");
  const answer = isJson ? await response.json() : {};
  if (!response.ok) {
    if (!isJson)
      answer.message = "Phiên làm việc đã hết hoặc máy chủ gặp lỗi. Hãy tải bản vẽ về máy rồi đăng nhập lại.";
    throw new Refused(answer);
  }
  return answer;
}
