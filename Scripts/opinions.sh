#!/bin/bash
# opinions.sh: asks Prowler and Cloud Custodian again what they find in the planted estate, and keeps their verdicts
# for ./test in Tests/EndToEndTests/Fixtures. For when the estate changes or a file in Scripts/requirements pins a newer tool.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd -P)
folder=$root/.flotilla-test
mkdir -p "$folder"
bash "$root/Scripts/venv.sh" "$folder/venv" "$root/Scripts/requirements/test.txt"
for tool in prowler custodian; do
    bash "$root/Scripts/venv.sh" "$folder/$tool" "$root/Scripts/requirements/$tool.txt"
done
PYTHONDONTWRITEBYTECODE=1 "$folder/venv/bin/python" \
    "$root/Tests/Support/AWSTestSupport/Scripts/second_opinion.py" \
    --prowler "$folder/prowler" --custodian "$folder/custodian" "$root/Tests/EndToEndTests/Fixtures/second_opinion.json"
