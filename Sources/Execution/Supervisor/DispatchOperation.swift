/// What a supervisor asks of its servers all the time: the labels of its count of failures.
enum DispatchOperation: String, Sendable {
    case take, wait, offer, settle, release, extend, stream, requests

    /// For the log.
    var complaint: String {
        switch self {
        case .take: "no jobs could be taken"
        case .wait: "work could not be waited for"
        case .offer: "a job was not offered"
        case .settle: "a lease was not ended"
        case .release: "a lease was not handed back"
        case .extend: "leases were not extended"
        case .stream: "what jobs write was not kept"
        case .requests: "requests for this worker could not be read"
        }
    }
}
