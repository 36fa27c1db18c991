/// When training ends: at 400 epochs, or when the recall on the validation part has not risen five times in a row.
struct EarlyStop {
    static let most = 400
    /// Epochs from one look to the next.
    static let interval = 20
    private static let patience = 5

    private(set) var best = -1.0
    /// Of the best.
    private(set) var epochs = 0
    private var looksWithoutGain = 0

    var isOver: Bool { looksWithoutGain >= Self.patience }

    /// - Returns: whether this is the best so far.
    mutating func note(_ recall: Double, after epochs: Int) -> Bool {
        guard recall > best else {
            looksWithoutGain += 1
            return false
        }
        (best, self.epochs, looksWithoutGain) = (recall, epochs, 0)
        return true
    }
}
