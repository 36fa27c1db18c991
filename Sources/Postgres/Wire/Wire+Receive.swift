internal import CLibpq
import Glibc

extension Wire {
    /// SQLSTATEs that a prepared statement can cause where the same text, sent anew, succeeds: the statement is gone
    /// (26000), or its result's columns changed under it (0A000).
    private static let staleStatement: Set<String> = ["26000", "0A000"]

    /// Takes every reply that is complete.
    func readPipeline() throws(PostgresError) {
        var nulls = 0
        while !pipeline.isEmpty, PQisBusy(connection) == 0 {
            guard let result = PQgetResult(connection) else {
                // libpq ends each query's results with one nil; a second in a row means that it has nothing to come.
                nulls += 1
                guard nulls < 2 else { throw lost }
                continue
            }
            nulls = 0
            try apply(pipeline.receive(try reply(result)))
        }
    }

    private func apply(_ event: Pipeline<Operation, ResultSet>.Event) throws(PostgresError) {
        switch event {
        case .none:
            break
        case .prepared(let key, let succeeded):
            statements.finishPreparing(key, succeeded: succeeded)
        case .finished(let operation, .success(let answers)):
            operation.promise.finish(.success(answers))
        case .finished(let operation, .failure(let error)):
            finish(operation, error)
        case .outOfStep:
            throw lost
        }
    }

    private func finish(_ operation: Operation, _ error: PostgresError) {
        note(error)
        if let state = error.sqlState, Self.staleStatement.contains(state), case .unit(let queries) = operation.work {
            for query in queries { statements.forget(query.key) }
            // All of the unit is undone. On an exclusive connection it may be part of a larger transaction.
            if purpose == .shared, operation.mayBeSentAgain() {
                backlog.append(operation)
                return
            }
        }
        operation.promise.fail(error)
    }

    /// Takes the result over.
    private func reply(_ result: OpaquePointer) throws(PostgresError) -> Pipeline<Operation, ResultSet>.Reply {
        switch PQresultStatus(result) {
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
            return .answered(ResultSet(owning: result))
        case PGRES_PIPELINE_SYNC:
            PQclear(result)
            return .synced
        case PGRES_PIPELINE_ABORTED:
            PQclear(result)
            return .skipped
        case PGRES_FATAL_ERROR:
            defer { PQclear(result) }
            guard let error = PostgresError(result: result) else { throw lost }
            return .refused(error, isFatal: PostgresError.isFatal(result))
        default:
            PQclear(result)
            throw lost
        }
    }
}

extension ResultSet {
    /// Takes the result over; one without columns is read and freed at once.
    init(owning result: OpaquePointer) {
        let affected = PQcmdTuples(result).map { Int(atoll($0)) } ?? 0
        if PQnfields(result) > 0 {
            self.init(storage: ResultStorage(owning: result), affectedRows: affected)
        } else {
            PQclear(result)
            self.init(affectedRows: affected)
        }
    }
}
