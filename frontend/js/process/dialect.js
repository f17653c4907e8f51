// Our own attributes on BPMN 2.0, and how each element is called in Vietnamese.
export const NAMESPACE = "urn:motcua:bpmn:1";

function attribute(name) {
  return { name, type: "String", isAttr: true };
}

export const DIALECT = {
  name: "Motcua",
  prefix: "motcua",
  uri: NAMESPACE,
  xml: { tagAlias: "lowerCase" },
  associations: [],
  types: [
    {
      name: "Performer",
      extends: ["bpmn:Lane", "bpmn:FlowNode"],
      properties: ["role", "agency", "assign"].map(attribute),
    },
    {
      name: "Step",
      extends: ["bpmn:FlowNode"],
      properties: ["act", "limit", "outcomes", "form", "public", "public-en"].map(attribute),
    },
    { name: "Rule", extends: ["bpmn:BusinessRuleTask"], properties: ["decision", "result"].map(attribute) },
    { name: "System", extends: ["bpmn:ServiceTask"], properties: ["service"].map(attribute) },
    { name: "Labelled", extends: ["bpmn:Property"], properties: ["label"].map(attribute) },
  ],
};

export const KINDS = {
  "bpmn:Process": "Quy trình",
  "bpmn:Collaboration": "Quy trình",
  "bpmn:Participant": "Quy trình",
  "bpmn:Lane": "Làn của người thực hiện",
  "bpmn:StartEvent": "Bắt đầu",
  "bpmn:EndEvent": "Kết thúc",
  "bpmn:UserTask": "Bước xử lý",
  "bpmn:ManualTask": "Bước làm ngoài hệ thống",
  "bpmn:Task": "Bước",
  "bpmn:ServiceTask": "Việc hệ thống tự làm",
  "bpmn:SendTask": "Gửi thông điệp",
  "bpmn:ReceiveTask": "Chờ nhận thông điệp",
  "bpmn:BusinessRuleTask": "Quy tắc tự quyết định",
  "bpmn:ExclusiveGateway": "Cổng rẽ một nhánh",
  "bpmn:ParallelGateway": "Cổng song song",
  "bpmn:InclusiveGateway": "Cổng rẽ một hay nhiều nhánh",
  "bpmn:EventBasedGateway": "Cổng chờ sự kiện",
  "bpmn:SubProcess": "Quy trình con",
  "bpmn:CallActivity": "Gọi quy trình của cơ quan khác",
  "bpmn:IntermediateCatchEvent": "Chờ sự kiện",
  "bpmn:IntermediateThrowEvent": "Phát sự kiện",
  "bpmn:BoundaryEvent": "Sự kiện gắn trên bước",
  "bpmn:SequenceFlow": "Mũi tên",
  "bpmn:TextAnnotation": "Ghi chú",
  "bpmn:Association": "Đường nối ghi chú",
  "bpmn:Property": "Dữ liệu",
};

export const TRIGGERS = {
  "bpmn:MessageEventDefinition": "thông điệp",
  "bpmn:TimerEventDefinition": "thời gian",
  "bpmn:SignalEventDefinition": "tín hiệu",
  "bpmn:ErrorEventDefinition": "lỗi",
  "bpmn:TerminateEventDefinition": "dừng tất cả",
};

export function triggerOf(part) {
  return part.get("eventDefinitions")?.[0] || null;
}

export function kindOf(part) {
  const kind = KINDS[part.$type] || part.$type.replace("bpmn:", "");
  const trigger = part.$instanceOf("bpmn:Event") && triggerOf(part);
  return trigger ? `${kind} (${TRIGGERS[trigger.$type] || "?"})` : kind;
}

export function textOf(part) {
  return (part.name || part.text || "").trim();
}

// What a person calls an element: its name, or where an arrow goes, or its kind.
export function nameOf(part) {
  const own = textOf(part);
  if (part.$instanceOf("bpmn:SequenceFlow")) {
    const way = `${shortName(part.sourceRef)} → ${shortName(part.targetRef)}`;
    return own ? `“${own}” (${way})` : way;
  }
  return own ? `“${own}”` : `${kindOf(part)} chưa đặt tên`;
}

function shortName(part) {
  return part ? textOf(part) || kindOf(part) : "?";
}

// A key for machines made from words for people: “Đồng ý cấp” becomes dong_y_cap.
export function keyFrom(words) {
  const plain = words
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[đĐ]/g, "d");
  const key = plain
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
  return /^[0-9]/.test(key) ? `muc_${key}` : key;
}

export function outcomesOf(part) {
  return (part.get("motcua:outcomes") || "")
    .split(";")
    .filter((pair) => pair.includes("="))
    .map((pair) => {
      const at = pair.indexOf("=");
      return { key: pair.slice(0, at).trim(), label: pair.slice(at + 1).trim() };
    });
}

export function processOf(part) {
  let found = part;
  if (found.$instanceOf("bpmn:Collaboration")) found = found.participants?.[0] || found;
  if (found.$instanceOf("bpmn:Participant")) return found.processRef;
  while (found && !found.$instanceOf("bpmn:Process")) found = found.$parent;
  return found;
}

export function dataOf(process) {
  return (process?.get("properties") || []).map((declared) => ({
    declared,
    name: declared.name || "",
    label: declared.get("motcua:label") || declared.name || "",
    type: declared.itemSubjectRef?.structureRef || "string",
  }));
}
