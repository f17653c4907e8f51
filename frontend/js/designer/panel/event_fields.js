// What is said about events: what they wait for or give off, and whether they interrupt.
import { triggerOf } from "../../process/dialect.js";
import { h } from "../../process/dom.js";
import { check, choice, group, limit, text } from "./fields.js";

const NAMED = {
  "bpmn:MessageEventDefinition": ["bpmn:Message", "messageRef", "Tên thông điệp"],
  "bpmn:SignalEventDefinition": ["bpmn:Signal", "signalRef", "Tên tín hiệu"],
  "bpmn:ErrorEventDefinition": ["bpmn:Error", "errorRef", "Mã lỗi"],
};

function namedFields(element, holder, [type, property, label], { drawing, refresh }) {
  const known = drawing.roots(type).filter((root) => root.name);
  return [
    text(
      "refers",
      label,
      holder.get(property)?.name,
      (name) => {
        drawing.refer(element, holder, type, property, name);
        refresh();
      },
      { list: "refers-known" },
    ),
    h(
      "datalist",
      { id: "refers-known" },
      known.map((root) => h("option", { value: root.name })),
    ),
  ];
}

function timerKind(part, timer) {
  if (timer.timeDuration) return "duration";
  if (timer.timeDate) return "date";
  return part.get("motcua:limit") ? "limit" : "";
}

function spanFields(element, timer, { drawing }) {
  const body = timer.timeDuration?.body || "";
  const [, days = "", hours = ""] = /^P(?:(\d+)D)?(?:T(\d+)H)?$/.exec(body) || [];
  const kept = body && !days && !hours;
  const write = (given) => {
    const next = { days, hours, ...given };
    const written = `P${next.days ? `${next.days}D` : ""}${next.hours ? `T${next.hours}H` : ""}`;
    set(written === "P" ? "PT1H" : written);
  };
  const set = (value) =>
    drawing.setInside(element, timer, { timeDuration: drawing.expression(value || "PT1H") });
  const number = (value) => (/^\d+$/.test(value) ? String(Number(value)) : "");
  return kept
    ? [text("duration", "Khoảng thời gian (ISO 8601)", body, set, { code: true })]
    : [
        text("duration-days", "Số ngày", days, (value) => write({ days: number(value) }), { kind: "number" }),
        text("duration-hours", "Số giờ", hours, (value) => write({ hours: number(value) }), {
          kind: "number",
        }),
      ];
}

function timerFields(element, timer, context) {
  const { drawing, refresh } = context;
  const part = element.businessObject;
  const kind = timerKind(part, timer);
  const pick = (next) => {
    drawing.setInside(element, timer, {
      timeDuration: next === "duration" ? drawing.expression("P1D") : undefined,
      timeDate: next === "date" ? drawing.expression("2030-01-01T08:00:00+07:00") : undefined,
      timeCycle: undefined,
    });
    drawing.set(element, { "motcua:limit": next === "limit" ? "1wd" : "" });
    refresh();
  };
  return [
    choice(
      "timer",
      "Đến hạn khi",
      kind,
      [
        ["", "Chưa chọn"],
        ["limit", "hết số giờ, ngày làm việc"],
        ["duration", "hết một khoảng thời gian liên tục"],
        ["date", "đến một thời điểm"],
      ],
      pick,
    ),
    kind === "limit" &&
      limit("limit", "Thời hạn", part.get("motcua:limit"), (value) =>
        drawing.set(element, { "motcua:limit": value }),
      ),
    kind === "duration" && spanFields(element, timer, context),
    kind === "date" &&
      text(
        "moment",
        "Thời điểm",
        timer.timeDate.body,
        (value) => drawing.setInside(element, timer, { timeDate: drawing.expression(value) }),
        { code: true, hint: "Ví dụ: 2027-03-01T08:00:00+07:00" },
      ),
  ];
}

export function eventFields(element, context) {
  const { drawing } = context;
  const part = element.businessObject;
  const trigger = triggerOf(part);
  const waits = part.$type === "bpmn:BoundaryEvent" && trigger?.$type !== "bpmn:ErrorEventDefinition";
  return [
    group(
      "Sự kiện",
      text("name", "Tên", part.name, (name) => drawing.set(element, { name })),
      trigger && NAMED[trigger.$type] && namedFields(element, trigger, NAMED[trigger.$type], context),
      trigger?.$type === "bpmn:TimerEventDefinition" && timerFields(element, trigger, context),
      waits &&
        check(
          "interrupting",
          "Ngắt bước đang làm",
          part.cancelActivity !== false,
          (on) => drawing.set(element, { cancelActivity: on }),
          "Bỏ chọn thì bước vẫn tiếp tục, nhánh này chạy thêm bên cạnh.",
        ),
    ),
  ];
}

export function messageFields(element, context) {
  const part = element.businessObject;
  return [
    group(
      part.$type === "bpmn:SendTask" ? "Gửi thông điệp" : "Chờ nhận thông điệp",
      text("name", "Tên bước", part.name, (name) => context.drawing.set(element, { name })),
      namedFields(element, part, NAMED["bpmn:MessageEventDefinition"], context),
    ),
  ];
}
