/// A sparse matrix in compressed sparse rows (CSR).
struct CompressedRows: Sendable {
    /// Row `r` is at `starts[r]..<starts[r + 1]` of the two other arrays; rows + 1 numbers.
    let starts: [Int]
    let columns: [Int32]
    let values: [Float]

    /// - Parameters:
    ///   - count: of rows.
    ///   - entries: the columns of a row keep the order in which they come.
    init(count: Int, entries: some Collection<(row: Int32, column: Int32, value: Float)>) {
        var starts = [Int](repeating: 0, count: count + 1)
        for entry in entries { starts[Int(entry.row) + 1] += 1 }
        for row in 0..<count { starts[row + 1] += starts[row] }
        var next = starts
        var columns = [Int32](repeating: 0, count: entries.count)
        var values = [Float](repeating: 0, count: entries.count)
        for entry in entries {
            let place = next[Int(entry.row)]
            next[Int(entry.row)] += 1
            columns[place] = entry.column
            values[place] = entry.value
        }
        self.starts = starts
        self.columns = columns
        self.values = values
    }

    var count: Int { starts.count - 1 }

    /// Where a row's entries are.
    func entries(of row: Int) -> Range<Int> { starts[row]..<starts[row + 1] }

    func columns(of row: Int) -> ArraySlice<Int32> { columns[entries(of: row)] }
}
