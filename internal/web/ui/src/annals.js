// Draws what the tables of a page say: places as a map, pairs as a network.
// Without this file the tables stand alone and say the same.
import { drawMap } from "./map.js";
import { drawNet } from "./net.js";

const drawings = [["[data-map]", drawMap], ["[data-net]", drawNet]];
for (const [where, draw] of drawings) {
  for (const box of document.querySelectorAll(where)) {
    draw(box, document.getElementById(box.dataset.map || box.dataset.net))
      .then((drawn) => { if (drawn) box.hidden = false; })
      .catch((err) => console.warn("not drawn:", err));
  }
}
