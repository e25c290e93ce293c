const space = "http://www.w3.org/2000/svg";

// svg makes an element with attributes and children; text is only ever text.
export function svg(name, attributes = {}, ...children) {
  const e = document.createElementNS(space, name);
  for (const [k, v] of Object.entries(attributes)) if (v !== undefined && v !== null) e.setAttribute(k, v);
  e.append(...children);
  return e;
}

// side is the class of colours of a mean intensity.
export const side = (mean) => (mean < 0 ? "conf" : "coop");

export const signed = (x) => (x < 0 ? "−" : "+") + Math.abs(x).toFixed(1);

// claims says a number of them.
export const claims = (n) => n.toLocaleString("en").replaceAll(",", "\u202f") + (n === 1 ? " claim" : " claims");
