import Foundation

/// Lines and columns.
struct TerminalSize: Hashable {
    /// Where they are not known.
    static let standard = TerminalSize(height: 24, width: 80)

    let height: Int
    let width: Int

    init(height: Int, width: Int) {
        self.height = height
        self.width = width
    }

    /// What `stty size` prints: the lines, a space, the columns; 0 where they are not known.
    init?(stty text: String) {
        let numbers = text.split(separator: " ").compactMap { Int($0) }
        guard numbers.count == 2, numbers[0] > 0, numbers[1] > 0 else { return nil }
        self.init(height: numbers[0], width: numbers[1])
    }
}
