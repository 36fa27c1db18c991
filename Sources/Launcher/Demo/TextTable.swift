import Foundation

/// Columns as wide as their longest cell.
enum TextTable {
    /// - Parameter rows: with as many cells as there are names.
    static func lines(_ names: [String], _ rows: [[String]]) -> [String] {
        let all = [names] + rows
        let widths = names.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        return all.map { row in
            let cells = zip(row, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }
            return cells.joined(separator: "  ").trimmingCharacters(in: .whitespaces)
        }
    }
}
