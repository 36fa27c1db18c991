/// An error that knows its HTTP answer. Any other error that leaves a handler is answered by 500 without detail.
public protocol HTTPResponseError: Error {
    var problem: Problem { get }
}
