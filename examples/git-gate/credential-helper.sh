#!/bin/sh
# git runs this with "get" after a 401, and takes what it prints. The token goes from the file into git's pipe: it is in no
# argument, no URL, no environment and no configuration.
[ "$1" = get ] || exit 0
IFS= read -r token < "${HALLPASS_TOKEN_FILE:?must name the file that holds the token}"
printf 'username=task\npassword=%s\n' "$token"
