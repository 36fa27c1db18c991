import Postgres

extension SchoolStore {
    /// Hours without a question after which a session is over.
    private static let idleHours: Int32 = 12
    static let endedAtOnce = 500

    /// Ends sessions in which nothing was done for half a day, with the time until what was done last.
    /// - Returns: how many; `endedAtOnce` when there may be more.
    func endIdleSessions() async throws -> Int {
        let row = try await database.query(
            """
            select flotilla.end_idle_sessions(make_interval(hours => \(Self.idleHours)), \(Int32(Self.endedAtOnce)))
                as ended
            """, as: Self.operators
        ).first
        return Int(clamping: try row?.decode("ended", as: Int64.self) ?? 0)
    }
}
