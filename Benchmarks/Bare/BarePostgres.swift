internal import CLibpq

/// A connection and nothing around it: libpq's blocking calls in pipeline mode, on the caller's thread.
package final class BarePostgres {
    private let connection: OpaquePointer

    /// - Parameter setup: statements of every connection, as the product's own say them.
    package init(url: String, setup: [String]) throws {
        guard let connection = PQconnectdb(url) else { throw BareError("no memory for a connection") }
        self.connection = connection
        guard PQstatus(connection) == CONNECTION_OK else { throw failure() }
        flotilla_pq_silence(connection)
        for statement in setup {
            let result = PQexec(connection, statement)
            defer { PQclear(result) }
            guard [PGRES_COMMAND_OK, PGRES_TUPLES_OK].contains(PQresultStatus(result)) else { throw failure() }
        }
        guard PQenterPipelineMode(connection) == 1 else { throw failure() }
    }

    deinit { PQfinish(connection) }

    package func prepare(_ name: String, _ statement: BareStatement) throws {
        let count = Int32(statement.types.count)
        guard PQsendPrepare(connection, name, statement.sql, count, statement.types) == 1 else { throw failure() }
        try finish { _ in }
    }

    /// Runs prepared statements as one unit: one trip, one transaction. `read` is given each row of the last one: the
    /// bytes of its first column.
    package func run(_ unit: [(name: String, statement: BareStatement)], read: ([UInt8]) -> Void = { _ in }) throws {
        for (name, statement) in unit { try send(name, statement) }
        try finish(read: read)
    }

    private func send(_ name: String, _ statement: BareStatement) throws {
        let count = statement.types.count
        let isSent = statement.bytes.withUnsafeBytes { bytes in
            var offset = 0
            var values: [UnsafePointer<CChar>?] = []
            values.reserveCapacity(count)
            for length in statement.lengths {
                let start = bytes.baseAddress?.advanced(by: offset).assumingMemoryBound(to: CChar.self)
                values.append(length < 0 ? nil : start ?? UnsafePointer(bitPattern: 1))
                offset += Int(max(0, length))
            }
            let formats = [Int32](repeating: 1, count: count)
            return PQsendQueryPrepared(connection, name, Int32(count), values, statement.lengths, formats, 1)
        }
        guard isSent == 1 else { throw failure() }
    }

    private func finish(read: ([UInt8]) -> Void) throws {
        guard PQpipelineSync(connection) == 1 else { throw failure() }
        var problem: BareError?
        while true {
            guard let result = PQgetResult(connection) else {
                guard PQstatus(connection) == CONNECTION_OK else { throw failure() }
                continue
            }
            defer { PQclear(result) }
            switch PQresultStatus(result) {
            case PGRES_PIPELINE_SYNC:
                if let problem { throw problem }
                return
            case PGRES_TUPLES_OK:
                // A setting or a count is one row of one column.
                guard PQnfields(result) > 1 else { continue }
                for row in 0..<PQntuples(result) {
                    read(Self.bytes(result, row, 0))
                }
            case PGRES_FATAL_ERROR:
                problem = problem ?? BareError(PQresultErrorMessage(result).map { String(cString: $0) } ?? "")
            default: break
            }
        }
    }

    private static func bytes(_ result: OpaquePointer, _ row: Int32, _ column: Int32) -> [UInt8] {
        let length = Int(PQgetlength(result, row, column))
        guard let start = PQgetvalue(result, row, column) else { return [] }
        return Array(UnsafeRawBufferPointer(start: start, count: length))
    }

    private func failure() -> BareError {
        BareError(PQerrorMessage(connection).map { String(cString: $0) } ?? "the connection is lost")
    }
}

package struct BareError: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
