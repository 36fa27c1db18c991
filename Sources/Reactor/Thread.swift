import CLinux
import Glibc

/// Starts a detached thread of the operating system.
/// - Parameter name: shown by `top -H` and debuggers; the kernel keeps 15 bytes.
public func startThread(named name: String, _ body: @escaping @Sendable () -> Void) {
    let box = Unmanaged.passRetained(ThreadBody(name: String(name.prefix(15)), body: body))
    var thread = pthread_t()
    let entry: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { argument in
        guard let argument else { return nil }
        let body = Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue()
        flotilla_name_thread(body.name)
        body.body()
        return nil
    }
    let result = pthread_create(&thread, nil, entry, box.toOpaque())
    precondition(result == 0, "cannot start a thread: error \(result)")
    pthread_detach(thread)
}

private final class ThreadBody: Sendable {
    let name: String
    let body: @Sendable () -> Void

    init(name: String, body: @escaping @Sendable () -> Void) {
        self.name = name
        self.body = body
    }
}
