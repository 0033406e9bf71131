#!/bin/sh
# npm of the Node that set-up chose: one of version 20 or newer on the PATH, or the wheel's in .venv.
cd "$(dirname "$0")/.." || exit 1
# Else it asks the registry for a newer npm, every week, whatever it is started for.
export npm_config_update_notifier=false
wheel=$(cat .venv/node-folder 2>/dev/null)
if [ -n "$wheel" ]; then
  PATH="$wheel/bin:$PATH"
  export PATH
  exec node "$wheel/lib/node_modules/npm/bin/npm-cli.js" "$@"
fi
exec npm "$@"
