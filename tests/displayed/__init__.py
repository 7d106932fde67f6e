"""What a formula says as it is displayed: its presentation MathML, read and evaluated.

Nothing of `proofpages` is imported, so what the checker takes a formula for can be held against
what its reader sees. `reading` makes a plain tree of MathML, `values` computes with it.

The conventions are those of a person who reads the page, and are written here for themselves:

- brackets group, braces that are not drawn do not;
- a sum or product reaches to the end of the product behind it, and ends before another sum over
  the same letter;
- a function without brackets has one factor as its argument, or a sum;
- `-x^2` is `-(x^2)`, and an exponent belongs to the sign or the bracket it stands at;
- `a/b` joins two factors;
- a name in front of a bracket is a function if the page defines it as one; if it is defined without
  an argument, and the bracket holds names only, these say what it rests on; else it is a factor;
- `∂X/∂w` for a defined w moves w, and nothing that w is made of.

What has several readings in use is `Unclear`: nothing that passes may be that.
"""
