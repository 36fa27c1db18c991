/// What can rank items for a user.
protocol ItemScorer {
    /// Higher is better; as many as there are items.
    func score(_ user: Int, into scores: inout [Double])
}
