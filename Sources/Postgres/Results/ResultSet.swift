/// What one statement answered: its rows, read from libpq's own memory when they are decoded, and the count in its
/// command tag.
public struct ResultSet: Sendable {
    public let rows: Rows
    /// Rows inserted, updated, deleted, merged, copied or selected; 0 for a statement that counts none.
    public let affectedRows: Int

    init(storage: ResultStorage? = nil, affectedRows: Int = 0) {
        rows = Rows(storage: storage)
        self.affectedRows = affectedRows
    }
}
