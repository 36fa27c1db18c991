import Assembly
import Storage

/// What `top` reads at once.
struct TopFigures: Sendable {
    let overview: FleetOverview
    let workers: [SessionRecord]
    /// A worker that was not heard of for so long is silent.
    let lease: Duration

    func frame(by order: TopFrame.Order) -> TopFrame {
        TopFrame(overview: overview, workers: workers, lease: lease, order: order)
    }
}
