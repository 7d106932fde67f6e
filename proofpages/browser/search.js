/* What a reader types, made ready for Material's search. `proofpages/site/search.py` puts this
   before Material's own worker, so this listener is asked first.

   That search takes each word for the beginning of one, gives words such as "is" as much weight as
   others, and has signs that mean something (Material for MkDocs 9.7, Lunr 2.3). So "why is a loss
   NaN" would find every word that begins with a, and "-100" every page without a 100. */
addEventListener("message", ({ data: message }) => {
  const QUERY = 2;
  if (message.type === QUERY) message.data = plainWords(message.data).join(" ");
});

/** Where words end: at the signs of `separator` in mkdocs.yml, and at those that mean something. */
const ENDS = /[-\s:^~+*"'“”…·×−?!,;=()[\]{}<>/\\|&]+|\.(?!\d|[Tt]\b)|(?<=[A-Za-z][a-z]{2})(?=[A-Z][a-z])/;
const TOO_COMMON = new Set(
  `a about after all am an and any are as at be been but by can could did do does doing for from get
   gets getting give gives got had has have how i if in into is it its just keep keeps like me more
   much must my near need no not of off on only or our should so some still than that the their them
   then there these they this to too use using versus very vs want was we were what when where which while who
   why will with without would you your`.split(/\s+/)
);

/** The words that say what is looked for. */
function plainWords(typed) {
  const words = typed.split(ENDS).filter(Boolean).map((word) => word.toLowerCase());
  const telling = words.filter((word) => !TOO_COMMON.has(word));
  return (telling.length ? telling : words).map(asTyped);
}

/** A word as the search takes it: a short one whole, since too many begin like it, and so the number
    of an equation, as E1 is not E17; a plural as the beginning that it shares with its singular; any
    other as a beginning, and better whole. */
function asTyped(word, place, words) {
  if (/^[a-z]\d+$/.test(word)) return `${word}^1`;
  if (word.length < 3 && words.length > 1) return `${word}^1`;
  if (/[^aius]s$/.test(word) && word.length > 3) return word.slice(0, -1);
  return words.length > 1 ? `${word} ${word}^3` : word;
}
