"""Every JSON body and socket message, as types, by subject: the contract of server and browser.

`static/src/wire/messages.ts` is generated from these files (`make fix`); a check fails when it is
stale. The binary answer to a drawing is described in `docs/wire-format.md` and written by
`app/frame.py`.
"""
