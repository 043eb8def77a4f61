"""The table of forged bundles: each is the example with a few edits, and the step that refuses it.

`python -m tests.ledger.tampering` writes tests/vectors/ledger/tampering.json. Any verifier can run
it: apply `edits` in order to `file` (of docs/examples) or to its trust file, verify at `now_s`, and
expect the verdict to fail at `step`. Paths are JSON Pointers.

set      put `value` at `path`, which may be new
remove   take away what is at `path`
insert   put `value` into an array before `path`
swap     exchange `path` and `with`
flip     change the last bit of the bytes at `path`, in base64 or 0x hex
text     in the text at `path`, replace `find`, which occurs, by `by`, once
raw      in the whole file, written anew with an indent of one space, replace `find` by `by`, once
"""
