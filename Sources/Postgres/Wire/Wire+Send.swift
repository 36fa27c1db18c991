internal import CLibpq

extension Wire {
    /// Sends the queries and a Sync: one trip, one implicit transaction.
    func send(_ queries: [Query], of operation: Operation) throws(PostgresError) {
        if let problem = problem(with: queries) {
            operation.promise.fail(problem)
            return
        }
        lastUnit += 1
        var steps: [Pipeline<Operation, ResultSet>.Step] = []
        steps.reserveCapacity(queries.count)
        if let mark = unconfirmedSession {
            guard sendUnnamed(SessionGuard.query(mark)) == 1 else { throw lost }
            steps.append(.session)
        }
        for query in queries {
            guard try send(query, steps: &steps) == 1 else { throw lost }
            steps.append(.query)
        }
        guard PQpipelineSync(connection) == 1 else { throw lost }
        pipeline.append(operation, steps: steps)
    }

    private func send(_ query: Query, steps: inout [Pipeline<Operation, ResultSet>.Step]) throws(PostgresError) -> Int32
    {
        let key = query.key
        switch statements.known(key) {
        case .named(let name):
            return sendPrepared(name, query)
        case .inFlight(let name, let unit) where unit == lastUnit:
            return sendPrepared(name, query)
        case .inFlight:
            return sendUnnamed(query)
        case .absent:
            guard let name = statements.beginPreparing(key, unit: lastUnit) else { return sendUnnamed(query) }
            guard query.withParameters({ PQsendPrepare(connection, name, query.sql, $0.count, $0.types) }) == 1 else {
                throw lost
            }
            steps.append(.prepare(key))
            return sendPrepared(name, query)
        }
    }

    private func sendPrepared(_ name: String, _ query: Query) -> Int32 {
        query.withParameters {
            PQsendQueryPrepared(connection, name, $0.count, $0.values, $0.lengths, $0.formats, 1)
        }
    }

    private func sendUnnamed(_ query: Query) -> Int32 {
        query.withParameters {
            PQsendQueryParams(connection, query.sql, $0.count, $0.types, $0.values, $0.lengths, $0.formats, 1)
        }
    }

    /// Looked for before anything is sent: a unit that stops half-way would take the connection with it.
    private func problem(with queries: [Query]) -> PostgresError? {
        for query in queries {
            if query.values.bytes.count > Query.mostBytes {
                return PostgresError(.invalid, subject: "more than 1 GiB of parameters")
            }
            // A statement that is already prepared was looked at then.
            if case .named = statements.known(query.key) { continue }
            if let problem = query.unsendable ?? (refusesSessionStatements ? query.unshareable : nil) {
                return PostgresError(.invalid, subject: problem)
            }
        }
        return nil
    }
}

extension Query {
    var key: StatementCache.Key { StatementCache.Key(sql: sql, types: types) }
}
