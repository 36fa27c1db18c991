internal import CLibpq

extension Wire {
    /// COPY data handed to libpq at once; what the socket does not take is waited for in between.
    private static let chunk = 64 * 1024

    func begin(_ sql: String, of operation: Operation) throws(PostgresError) {
        if sql.utf8.contains(0) {
            operation.promise.fail(PostgresError(.invalid, subject: "a NUL in the statement's text"))
            return
        }
        // libpq speaks the simple protocol and COPY outside of its pipeline mode only.
        let mark = unconfirmedSession
        let text = (mark.map(SessionGuard.text) ?? "") + sql
        guard PQexitPipelineMode(connection) == 1, PQsendQuery(connection, text) == 1 else { throw lost }
        script = Script(operation, isGuarded: mark != nil)
    }

    func readScript() throws(PostgresError) {
        while let current = script, !current.isCopying, PQisBusy(connection) == 0 {
            guard let result = PQgetResult(connection) else { return try finishScript() }
            switch PQresultStatus(result) {
            case PGRES_COPY_IN:
                PQclear(result)
                try beginCopy()
            case PGRES_COPY_OUT, PGRES_COPY_BOTH:
                PQclear(result)
                throw lost
            case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE:
                defer { PQclear(result) }
                guard let error = PostgresError(result: result) else { throw lost }
                script?.failure =
                    current.failure ?? (current.isUnconfirmed(by: error) ? PostgresError(.sharedSession) : error)
            default:
                script?.answers.append(ResultSet(owning: result))
            }
        }
    }

    /// Goes on with what the socket did not take before.
    func pump() throws(PostgresError) {
        guard let current = script, current.isCopying else { return try flush() }
        var data = current.data
        while !data.isEmpty {
            let part = data.prefix(Self.chunk)
            let result = part.withUnsafeBytes { bytes in
                PQputCopyData(connection, bytes.bindMemory(to: CChar.self).baseAddress, Int32(bytes.count))
            }
            guard result >= 0 else { throw lost }
            if result > 0 {
                data = data.dropFirst(part.count)
                script?.copied += part.count
            }
            try flush()
            if wantsToWrite { return }
        }
        try endCopy(reason: nil)
    }

    private func beginCopy() throws(PostgresError) {
        guard script?.acceptsCopy == true else { return try endCopy(reason: "no data was given") }
        script?.isCopying = true
        try pump()
    }

    private func endCopy(reason: String?) throws(PostgresError) {
        let result = PQputCopyEnd(connection, reason)
        guard result >= 0 else { throw lost }
        // 0: no room; the socket being writable brings us back here.
        script?.isCopying = result == 0 && reason == nil
        try flush()
    }

    private func finishScript() throws(PostgresError) {
        guard let ended = script.take() else { return }
        guard PQenterPipelineMode(connection) == 1 else { throw lost }
        if let failure = ended.failure {
            note(failure)
            ended.operation.promise.fail(failure)
        } else {
            ended.operation.promise.finish(.success(Array(ended.answers.dropFirst(ended.isGuarded ? 1 : 0))))
        }
    }
}
