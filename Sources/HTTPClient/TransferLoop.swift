internal import CLibcurl
import Glibc
import Reactor
import Synchronization

/// The thread of one client: hands requests to libcurl's multi interface and waits for all of them at once.
final class TransferLoop: @unchecked Sendable {
    // Sendable by confinement: `transfers`, `admission` and what libcurl holds are touched by the loop's thread alone;
    // `inbox` is behind its mutex; `multi` never changes and other threads only ever wake it, under the inbox's lock
    // and before it is freed.

    private enum Command {
        case start(TransferID, HTTPClientRequest, any TransferReceiver)
        case cancel(TransferID)
        case resume(TransferID)
    }

    private struct Inbox {
        var commands: [Command] = []
        /// The requests that have not ended; the value says whether one was cancelled before it was handed in.
        var open: [TransferID: Bool] = [:]
        var lastID: UInt64 = 0
        var isStopping = false
        var isOver = false
    }

    private static let isLibraryReady = flotilla_curl_global_init() == CURLE_OK

    private let configuration: HTTPClientConfiguration
    private let multi: UnsafeMutableRawPointer
    private let inbox = Mutex(Inbox())
    private var transfers: [TransferID: Transfer] = [:]
    private var admission: Admission

    init(configuration: HTTPClientConfiguration) {
        guard Self.isLibraryReady, let multi = curl_multi_init() else { preconditionFailure("libcurl does not start") }
        self.configuration = configuration
        self.multi = multi
        admission = Admission(perOrigin: configuration.requestsPerHost)
        // Kept connections beyond this are closed, the oldest first.
        _ = flotilla_curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, 256)
        startThread(named: "http-client") { self.run() }
    }

    // MARK: From any thread

    /// Names a request before it is handed in, so that a cancellation cannot come too early.
    func open() -> TransferID {
        inbox.withLock { inbox in
            inbox.lastID += 1
            let id = TransferID(value: inbox.lastID)
            inbox.open[id] = false
            return id
        }
    }

    func start(_ id: TransferID, _ request: HTTPClientRequest, _ receiver: any TransferReceiver) {
        let isRefused = inbox.withLock { inbox in
            guard inbox.open[id] == false, !inbox.isStopping else {
                inbox.open[id] = nil
                return true
            }
            push(.start(id, request, receiver), &inbox)
            return false
        }
        if isRefused { receiver.end(HTTPClientError(.cancelled)) }
    }

    func cancel(_ id: TransferID) {
        inbox.withLock { inbox in
            guard inbox.open[id] != nil else { return }
            inbox.open[id] = true
            push(.cancel(id), &inbox)
        }
    }

    /// Goes on with a transfer that its receiver held back.
    func resume(_ id: TransferID) {
        inbox.withLock { inbox in
            if inbox.open[id] != nil { push(.resume(id), &inbox) }
        }
    }

    /// Ends the thread, and what is under way as cancelled.
    func stop() {
        inbox.withLock { inbox in
            inbox.isStopping = true
            if !inbox.isOver { curl_multi_wakeup(multi) }
        }
    }

    private func push(_ command: Command, _ inbox: inout Inbox) {
        if inbox.commands.isEmpty && !inbox.isOver { curl_multi_wakeup(multi) }
        inbox.commands.append(command)
    }

    // MARK: The thread

    private func run() {
        blockBrokenPipeSignal()
        while true {
            let (commands, isStopping) = inbox.withLock { inbox in
                defer { inbox.commands = [] }
                return (inbox.commands, inbox.isStopping)
            }
            for command in commands { carryOut(command) }
            if isStopping { break }
            var running: Int32 = 0
            curl_multi_perform(multi, &running)
            endFinished()
            endExpired()
            curl_multi_poll(multi, nil, 0, waitMilliseconds(), nil)
        }
        for transfer in Array(transfers.values) { end(transfer, nil, because: .cancelled) }
        inbox.withLock { $0.isOver = true }
        curl_multi_cleanup(multi)
    }

    /// A write to a connection that the peer closed is an error code, not the end of the process.
    private func blockBrokenPipeSignal() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }

    private func carryOut(_ command: Command) {
        switch command {
        case .start(let id, let request, let receiver): begin(id, request, receiver)
        case .cancel(let id):
            if let transfer = transfers[id] { end(transfer, nil, because: .cancelled) }
        case .resume(let id):
            guard let transfer = transfers[id] else { return }
            let code = flotilla_curl_resume(transfer.easy)
            if code != CURLE_OK { end(transfer, code) }
        }
    }

    private func begin(_ id: TransferID, _ request: HTTPClientRequest, _ receiver: any TransferReceiver) {
        do {
            let origin = try RequestCheck.origin(of: request)
            guard let transfer = Transfer(id: id, origin: origin, request: request, receiver: receiver),
                transfer.configure(request, configuration)
            else { throw HTTPClientError(.invalidRequest) }
            transfers[id] = transfer
            if admission.arrive(id, at: origin) { admit(transfer) }
        } catch {
            inbox.withLock { $0.open[id] = nil }
            receiver.end(error as? HTTPClientError ?? HTTPClientError(.invalidRequest))
        }
    }

    private func admit(_ transfer: Transfer) {
        transfer.isStarted = true
        curl_multi_add_handle(multi, transfer.easy)
    }

    private func endFinished() {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle else { continue }
            // The message dies with the handle.
            let code = flotilla_curl_message_result(message)
            guard let context = flotilla_curl_info_private(easy) else { continue }
            end(Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue(), code)
        }
    }

    private func endExpired() {
        let now = ContinuousClock.now
        for transfer in Array(transfers.values) {
            if let phase = transfer.expired(at: now) { end(transfer, nil, because: .timedOut(phase)) }
        }
    }

    private func end(_ transfer: Transfer, _ code: CURLcode?, because failure: HTTPClientError.Kind? = nil) {
        transfers[transfer.id] = nil
        inbox.withLock { $0.open[transfer.id] = nil }
        if let failure { transfer.failure = failure }
        transfer.end(code)
        if transfer.isStarted { curl_multi_remove_handle(multi, transfer.easy) }
        if let next = admission.leave(transfer.id, from: transfer.origin), let successor = transfers[next] {
            admit(successor)
        }
    }

    /// Until the first limit runs out; libcurl shortens it by its own timers.
    private func waitMilliseconds() -> Int32 {
        guard let next = transfers.values.map(\.nextDeadline).min() else { return 60_000 }
        let left = ContinuousClock.now.duration(to: next)
        return Int32(clamping: max(0, min(60_000, left.milliseconds + 1)))
    }
}
