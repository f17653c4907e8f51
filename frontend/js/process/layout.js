// A picture for a file that has none: columns in the order of the arrows, one row for each lane.
import { dataOf, processOf } from "./dialect.js";
import { button } from "./dom.js";

const COLUMN = 150;
const ROW = 130;
const LEFT = 200;
const TOP = 80;
const HEAD = 30;

function sizeOf(part) {
  if (part.$instanceOf("bpmn:Event")) return { width: 36, height: 36 };
  if (part.$instanceOf("bpmn:Gateway")) return { width: 50, height: 50 };
  return { width: 100, height: 80 };
}

function columns(nodes, flows) {
  const rank = new Map();
  const next = new Map(nodes.map((node) => [node, []]));
  for (const flow of flows) next.get(flow.sourceRef)?.push(flow.targetRef);
  for (const node of nodes) if (node.attachedToRef) next.get(node.attachedToRef)?.push(node);
  const entered = new Set([
    ...flows.map((flow) => flow.targetRef),
    ...nodes.filter((node) => node.attachedToRef),
  ]);
  let row = nodes.filter((node) => !entered.has(node));
  if (!row.length) row = nodes.slice(0, 1);
  for (let at = 0; row.length; at += 1) {
    row = row.filter((node) => !rank.has(node));
    row.forEach((node) => rank.set(node, at));
    row = [...new Set(row.flatMap((node) => next.get(node) || []))];
  }
  nodes.forEach((node) => rank.has(node) || rank.set(node, 0));
  return rank;
}

function rows(process, nodes) {
  const lanes = (process.laneSets || []).flatMap((set) => set.lanes || []);
  const row = new Map(nodes.map((node) => [node, 0]));
  lanes.forEach((lane, at) => (lane.flowNodeRef || []).forEach((node) => row.set(node, at)));
  return { lanes, row };
}

// Elements that share a column and a row stand one below the other.
function places(nodes, rank, row, lanes) {
  const taken = new Map();
  const tall = Array.from({ length: Math.max(lanes.length, 1) }, () => 1);
  for (const node of nodes) {
    const cell = `${rank.get(node)}:${row.get(node)}`;
    taken.set(cell, [...(taken.get(cell) || []), node]);
    tall[row.get(node)] = Math.max(tall[row.get(node)], taken.get(cell).length);
  }
  const tops = tall.map((_, at) => TOP + ROW * tall.slice(0, at).reduce((sum, many) => sum + many, 0));
  const boxes = new Map();
  for (const node of nodes) {
    const below = taken.get(`${rank.get(node)}:${row.get(node)}`).indexOf(node);
    const { width, height } = sizeOf(node);
    const middle = tops[row.get(node)] + ROW * below + ROW / 2;
    const x = LEFT + COLUMN * rank.get(node) + (100 - width) / 2;
    boxes.set(node, { x, y: middle - height / 2, width, height });
  }
  return { boxes, tops, tall };
}

// From the edge of a step: down first, then along between two columns.
function around(from, to) {
  const out = from.x + from.width / 2;
  const under = from.y + from.height + 20;
  const before = to.x - 25;
  const middle = to.y + to.height / 2;
  return [
    { x: out, y: from.y + from.height },
    { x: out, y: under },
    { x: before, y: under },
    { x: before, y: middle },
    { x: to.x, y: middle },
  ];
}

function bend(from, to) {
  const start = { x: from.x + from.width, y: from.y + from.height / 2 };
  const end = { x: to.x, y: to.y + to.height / 2 };
  if (end.x > start.x) {
    const middle = (start.x + end.x) / 2;
    return start.y === end.y
      ? [start, end]
      : [start, { x: middle, y: start.y }, { x: middle, y: end.y }, end];
  }
  const under = Math.max(from.y + from.height, to.y + to.height) + 15;
  const out = from.x + from.width / 2;
  const into = to.x + to.width / 2;
  return [
    { x: out, y: from.y + from.height },
    { x: out, y: under },
    { x: into, y: under },
    { x: into, y: to.y + to.height },
  ];
}

export function drawMissing(definitions, moddle) {
  if ((definitions.diagrams || []).some((one) => one.plane?.planeElement?.length)) return;
  const process = (definitions.rootElements || []).find((root) => root.$instanceOf("bpmn:Process"));
  if (!process) return;
  const parts = process.flowElements || [];
  const nodes = parts.filter((part) => part.$instanceOf("bpmn:FlowNode"));
  const flows = parts.filter(
    (part) => part.$instanceOf("bpmn:SequenceFlow") && part.sourceRef && part.targetRef,
  );
  const rank = columns(nodes, flows);
  const { lanes, row } = rows(process, nodes);
  const { boxes, tops, tall } = places(nodes, rank, row, lanes);
  setOnHosts(nodes, boxes);
  const pool = lanes.length ? inAPool(definitions, process, moddle) : null;
  const shapes = nodes.map((node) => [node, boxes.get(node)]);
  if (pool) {
    const width = LEFT - 100 + COLUMN * (Math.max(0, ...rank.values()) + 1);
    const height = ROW * tall.reduce((sum, many) => sum + many, 0);
    const strip = (at) => ({
      x: LEFT - 100 + HEAD,
      y: tops[at],
      width: width - HEAD,
      height: ROW * tall[at],
    });
    shapes.unshift(
      [pool, { x: LEFT - 100, y: TOP, width, height }],
      ...lanes.map((lane, at) => [lane, strip(at)]),
    );
  }
  const drawn = shapes.map(([part, bounds]) => shape(moddle, part, bounds));
  drawn.push(...flows.map((flow) => edge(moddle, flow, boxes)));
  setPlane(definitions, pool ? pool.$parent : process, drawn, moddle);
}

function shape(moddle, part, bounds) {
  const drawn = moddle.create("bpmndi:BPMNShape", {
    id: `${part.id}_di`,
    bpmnElement: part,
    bounds: moddle.create("dc:Bounds", bounds),
  });
  if (part.$instanceOf("bpmn:Participant") || part.$instanceOf("bpmn:Lane")) drawn.isHorizontal = true;
  if (part.$instanceOf("bpmn:SubProcess")) drawn.isExpanded = false;
  return drawn;
}

function edge(moddle, flow, boxes) {
  const way = flow.sourceRef.attachedToRef ? around : bend;
  const points = way(boxes.get(flow.sourceRef), boxes.get(flow.targetRef));
  const waypoint = points.map((point) => moddle.create("dc:Point", point));
  return moddle.create("bpmndi:BPMNEdge", { id: `${flow.id}_di`, bpmnElement: flow, waypoint });
}

function setPlane(definitions, root, drawn, moddle) {
  const plane = moddle.create("bpmndi:BPMNPlane", {
    id: "plane_drawn",
    bpmnElement: root,
    planeElement: drawn,
  });
  const diagram = moddle.create("bpmndi:BPMNDiagram", { id: "diagram_drawn", plane });
  drawn.forEach((one) => (one.$parent = plane));
  plane.$parent = diagram;
  diagram.$parent = definitions;
  definitions.diagrams = [diagram];
}

function setOnHosts(nodes, boxes) {
  const used = new Map();
  for (const node of nodes.filter((one) => one.$instanceOf("bpmn:BoundaryEvent") && one.attachedToRef)) {
    const host = boxes.get(node.attachedToRef);
    if (!host) continue;
    const at = used.get(node.attachedToRef) || 0;
    used.set(node.attachedToRef, at + 1);
    boxes.set(node, { x: host.x + 55 - 40 * at, y: host.y + host.height - 18, width: 36, height: 36 });
  }
}

function inAPool(definitions, process, moddle) {
  const found = definitions.rootElements.find((root) => root.$instanceOf("bpmn:Collaboration"));
  const known = found?.participants?.find((one) => one.processRef === process);
  if (known) return known;
  const pool = moddle.create("bpmn:Participant", {
    id: `pool_${process.id}`,
    name: process.name,
    processRef: process,
  });
  const whole = moddle.create("bpmn:Collaboration", { id: `drawing_${process.id}`, participants: [pool] });
  pool.$parent = whole;
  whole.$parent = definitions;
  definitions.rootElements.push(whole);
  return pool;
}

// Have a modeler or viewer say what it is, draw what a file leaves out, and find data named by their name.
export function prepare(viewer) {
  const picture = viewer.get("canvas").getContainer().querySelector("svg");
  picture.setAttribute("role", "group");
  picture.setAttribute("aria-label", "Hình vẽ quy trình, dùng phím mũi tên để di chuyển");
  viewer.on("import.parse.complete", ({ definitions, references }) => {
    if (!definitions) return;
    for (const { element, property, id } of references || []) {
      if (property !== "bpmn:loopDataInputRef" || element.get(property)) continue;
      element.set(property, dataOf(processOf(element)).find((one) => one.name === id)?.declared);
    }
    drawMissing(definitions, viewer.get("moddle"));
  });
  return viewer;
}

const CLOSER = 1.25;

// Buttons that look closer, from farther away, or at everything.
export function zoomButtons(canvas, fit) {
  const by = (factor) => () => canvas.zoom(canvas.zoom() * factor);
  return [
    button("+", by(CLOSER), { "aria-label": "Phóng to", title: "Phóng to" }),
    button("−", by(1 / CLOSER), { "aria-label": "Thu nhỏ", title: "Thu nhỏ" }),
    button("Vừa khung", fit),
  ];
}

const FONT = '"Be Vietnam Pro", "Noto Sans", arial, sans-serif';

// What the pictures of this site have in common, drawn on or looked at.
export function options(container, modules, dialect) {
  return {
    container,
    additionalModules: modules,
    moddleExtensions: { motcua: dialect },
    textRenderer: { defaultStyle: { fontFamily: FONT }, externalStyle: { fontSize: 12 } },
  };
}
