/// Programs in the place of those that other rooms build: each does only what the launcher can see of the real one.
enum StandIns {
    /// Answers `/readyz`.
    static let api = """
        #!/usr/bin/python3
        import http.server, os
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200 if self.path == "/readyz" else 404)
                self.end_headers()
            def log_message(self, *arguments): pass
        http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
        """

    /// Runs until it is stopped.
    static let enqueuer = """
        #!/bin/sh
        exec sleep 1000
        """

    /// A supervisor that keeps an executor, which ends with it.
    static let worker = """
        #!/bin/bash
        echo "started as $* endpoint=$AWS_ENDPOINT_URL bench=$FLOTILLA_BENCH smtp=$SMTP_URL"
        trap 'kill $executor; echo drained; exit 0' TERM
        while :; do
            setpriv --pdeathsig KILL sleep 1000 & executor=$!
            wait $executor
        done
        """

    /// A worker that says which models it was given.
    static let asking = worker.replacing(
        "echo ",
        with:
            #"echo "chat=$OPENAI_BASE_URL by $AI_MODEL, vectors=$AI_EMBEDDING_URL by $AI_EMBEDDING_MODEL, key=$OPENAI_API_KEY"; echo "#,
        maxReplacements: 1)

    /// Fetches what is pinned by the tests' own pip, since to make an environment takes long.
    static let fetching = """
        #!/bin/bash
        exec '\(DemoFleet.pythonEnvironment)/bin/python' -m pip install --no-input --no-deps --require-hashes --target "$1" -r "$2"
        """

    /// Ignores SIGTERM and the end of its parent.
    static let deaf = """
        #!/bin/bash
        trap 'echo heard and ignored' TERM
        echo ready
        while :; do sleep 0.05; done
        """

    static let misconfigured = """
        #!/bin/sh
        echo 'CONCURRENCY held "many": it should be a whole number from 1 to 1024' >&2
        exit 78
        """

    static let standard = [
        "api": api, "enqueuer": enqueuer, "ScanWorker": worker, "NotifyWorker": worker,
    ]
}
