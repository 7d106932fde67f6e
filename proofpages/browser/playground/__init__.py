"""Logits that a reader can move, in JavaScript; `proofpages.site.movable` puts them on a page.

`softmax.js` is the mathematics, `picture.js` says where everything is in a state, `playground.js`
moves it; `markup.mjs` writes it into a page while the site is built.
"""

from pathlib import Path

FOLDER = Path(__file__).parent
SERVED = ("playground.js", "picture.js", "softmax.js", "playground.css")
"""Its files that a page loads."""
