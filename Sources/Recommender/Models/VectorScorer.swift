/// Items by the dot product of a user's vector and theirs.
struct VectorScorer: ItemScorer {
    /// Users first, then items.
    let vectors: Embeddings
    let users: Int

    func score(_ user: Int, into scores: inout [Double]) {
        for item in scores.indices { scores[item] = Double(vectors.dot(user, vectors, users + item)) }
    }
}
