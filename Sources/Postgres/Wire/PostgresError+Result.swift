internal import CLibpq

extension PostgresError {
    /// The server's error in a result; nil when libpq made the result itself, which it does for a lost connection.
    init?(result: OpaquePointer) {
        guard let sqlState = Self.field("C", of: result) else { return nil }
        let detail = Self.field("D", of: result).map { " (\($0))" } ?? ""
        self.init(
            .server(sqlState: sqlState), constraint: Self.field("n", of: result),
            message: (Self.field("M", of: result) ?? "") + detail)
    }

    /// Whether the server ends the session with this error.
    static func isFatal(_ result: OpaquePointer) -> Bool {
        ["FATAL", "PANIC"].contains(field("V", of: result))
    }

    /// The fields' letters are those of the protocol ("Error and Notice Message Fields").
    private static func field(_ letter: Unicode.Scalar, of result: OpaquePointer) -> String? {
        PQresultErrorField(result, Int32(letter.value)).map { String(cString: $0) }
    }
}
