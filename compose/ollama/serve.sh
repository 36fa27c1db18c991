#!/bin/sh
# Ollama, and beside it the download of the models that it lacks: the server answers meanwhile, generations wait.
set -eu
(
    for model in $MODELS; do
        until ollama show "$model" >/dev/null 2>&1; do
            ollama pull "$model" || sleep 30
        done
        echo "the model $model is there"
    done
) &
exec ollama serve
