internal import CLibcurl

/// One request at libcurl: owns its easy handle. Lives on the loop's thread alone.
final class Transfer {
    let id: TransferID
    let origin: Origin
    let easy: UnsafeMutableRawPointer
    let receiver: any TransferReceiver
    let limits: HTTPClientLimits
    let followsRedirects: Bool
    let totalDeadline: ContinuousClock.Instant
    var headers: UnsafeMutablePointer<curl_slist>?
    var connectTo: UnsafeMutablePointer<curl_slist>?

    /// Why the transfer must end although libcurl would go on; wins over libcurl's own code.
    var failure: HTTPClientError.Kind?
    var isStarted = false
    private var firstByteDeadline: ContinuousClock.Instant?
    private var incoming = HeadParser()
    private var headIsTold = false
    private var receivedBytes = 0

    init?(id: TransferID, origin: Origin, request: HTTPClientRequest, receiver: any TransferReceiver) {
        guard let easy = curl_easy_init() else { return nil }
        self.id = id
        self.origin = origin
        self.easy = easy
        self.receiver = receiver
        limits = request.limits
        followsRedirects = request.redirects > 0
        let now = ContinuousClock.now
        totalDeadline = now + request.limits.total
        firstByteDeadline = request.limits.firstByte.map { now + $0 }
    }

    deinit {
        curl_easy_cleanup(easy)
        curl_slist_free_all(headers)
        curl_slist_free_all(connectTo)
    }

    /// When the loop must look at this transfer although nothing happened.
    var nextDeadline: ContinuousClock.Instant {
        firstByteDeadline.map { min($0, totalDeadline) } ?? totalDeadline
    }

    /// The limit that has run out, if one has.
    func expired(at now: ContinuousClock.Instant) -> HTTPClientError.Phase? {
        if totalDeadline <= now { return .total }
        if let firstByteDeadline, firstByteDeadline <= now { return .firstByte }
        return nil
    }

    /// Takes one header line. False aborts the transfer.
    func receiveHeader(_ line: UnsafeRawBufferPointer) -> Bool {
        firstByteDeadline = nil
        guard !headIsTold else { return true }  // a trailer
        switch incoming.take(line) {
        case .more, .interim: return true
        case .tooLarge:
            failure = .tooLarge
            return false
        case .complete(let head):
            let isFollowed = followsRedirects && (300..<400).contains(head.status) && head.headers["location"] != nil
            if !isFollowed { deliverHead() }
            return true
        }
    }

    /// Takes body bytes: how many were taken, nil to pause.
    func receiveBody(_ bytes: UnsafeRawBufferPointer) -> Int? {
        deliverHead()
        let room = limits.responseBytes - receivedBytes
        guard bytes.count <= room else {
            if limits.cutsBody { _ = receiver.body(UnsafeRawBufferPointer(rebasing: bytes.prefix(max(0, room)))) }
            failure = .tooLarge
            return 0
        }
        guard receiver.body(bytes) else { return nil }
        receivedBytes += bytes.count
        return bytes.count
    }

    /// Ends the transfer: `code` is what libcurl said, nil when it was not asked.
    func end(_ code: CURLcode?) {
        if failure == nil, let code, code == CURLE_OK {
            deliverHead()
            receiver.end(nil)
        } else if limits.cutsBody && headIsTold {
            receiver.end(nil)
        } else {
            let kind = failure ?? code.map(kind(of:)) ?? .cancelled
            receiver.end(HTTPClientError(kind, requestMayHaveBeenSent: isStarted && requestWasSent))
        }
    }

    private var requestWasSent: Bool {
        flotilla_curl_info_long(easy, CURLINFO_REQUEST_SIZE) > 0
            || flotilla_curl_info_offset(easy, CURLINFO_PRETRANSFER_TIME_T) > 0
    }

    private func deliverHead() {
        guard !headIsTold, let head = incoming.head else { return }
        headIsTold = true
        receiver.head(head)
    }
}
