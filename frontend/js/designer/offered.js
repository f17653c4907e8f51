// The elements we execute, for every menu that offers one. Nothing else can be drawn.
export const OFFERED = [
  ["user-task", "bpmn:UserTask", "bpmn-icon-user-task", "Bước xử lý"],
  ["exclusive", "bpmn:ExclusiveGateway", "bpmn-icon-gateway-xor", "Cổng rẽ một nhánh"],
  ["parallel", "bpmn:ParallelGateway", "bpmn-icon-gateway-parallel", "Cổng song song"],
  ["inclusive", "bpmn:InclusiveGateway", "bpmn-icon-gateway-or", "Cổng rẽ một hay nhiều nhánh"],
  ["event-based", "bpmn:EventBasedGateway", "bpmn-icon-gateway-eventbased", "Cổng chờ sự kiện"],
  [
    "timer",
    "bpmn:IntermediateCatchEvent",
    "bpmn-icon-intermediate-event-catch-timer",
    "Chờ đến hạn",
    "bpmn:TimerEventDefinition",
  ],
  [
    "message",
    "bpmn:IntermediateCatchEvent",
    "bpmn-icon-intermediate-event-catch-message",
    "Chờ thông điệp",
    "bpmn:MessageEventDefinition",
  ],
  [
    "signal",
    "bpmn:IntermediateCatchEvent",
    "bpmn-icon-intermediate-event-catch-signal",
    "Chờ tín hiệu",
    "bpmn:SignalEventDefinition",
  ],
  ["call", "bpmn:CallActivity", "bpmn-icon-call-activity", "Gọi quy trình của cơ quan khác"],
  ["rule", "bpmn:BusinessRuleTask", "bpmn-icon-business-rule-task", "Quy tắc tự quyết định"],
  ["end", "bpmn:EndEvent", "bpmn-icon-end-event-none", "Kết thúc"],
].map(([key, type, icon, label, eventDefinitionType]) => ({
  key,
  type,
  icon,
  label,
  options: eventDefinitionType ? { type, eventDefinitionType } : { type },
}));

const TYPES = new Set([
  "bpmn:UserTask",
  "bpmn:ManualTask",
  "bpmn:Task",
  "bpmn:ServiceTask",
  "bpmn:SendTask",
  "bpmn:ReceiveTask",
  "bpmn:BusinessRuleTask",
  "bpmn:CallActivity",
  "bpmn:ExclusiveGateway",
  "bpmn:ParallelGateway",
  "bpmn:InclusiveGateway",
  "bpmn:EventBasedGateway",
]);

const TRIGGERED = {
  "bpmn:StartEvent": ["", "bpmn:MessageEventDefinition"],
  "bpmn:EndEvent": ["", "bpmn:ErrorEventDefinition", "bpmn:TerminateEventDefinition"],
  "bpmn:IntermediateThrowEvent": ["", "bpmn:MessageEventDefinition", "bpmn:SignalEventDefinition"],
  "bpmn:IntermediateCatchEvent": [
    "bpmn:MessageEventDefinition",
    "bpmn:TimerEventDefinition",
    "bpmn:SignalEventDefinition",
  ],
  "bpmn:BoundaryEvent": [
    "bpmn:MessageEventDefinition",
    "bpmn:TimerEventDefinition",
    "bpmn:ErrorEventDefinition",
  ],
};

// Say whether an element that a menu would make can run.
export function runs(target) {
  if (!target) return false;
  if (target.type === "bpmn:SubProcess") return !target.triggeredByEvent;
  if (TRIGGERED[target.type]) {
    return !target.triggeredByEvent && TRIGGERED[target.type].includes(target.eventDefinitionType || "");
  }
  return TYPES.has(target.type);
}
