internal import CMicrohttpd
import Synchronization

/// Owns the library's daemon and forwards its calls.
final class Daemon: @unchecked Sendable {
    // Sendable: both pointers never change after the start, and the library's own functions on a daemon may be called
    // from any thread.
    private let daemon: OpaquePointer
    private let settings: UnsafeMutablePointer<flotilla_mhd_settings>

    /// - Throws: `WebServerError.library`
    init(engine: Engine, listener: Listener) throws(WebServerError) {
        let configuration = engine.configuration
        settings = .allocate(capacity: 1)
        settings.initialize(
            to: flotilla_mhd_settings(
                listen_socket: listener.descriptor,
                threads: UInt32(clamping: max(1, configuration.threads)),
                connection_limit: UInt32(clamping: max(1, engine.table.capacity)),
                idle_seconds: UInt32(clamping: max(1, configuration.idleTimeout.components.seconds)),
                connection_memory: configuration.connectionMemory,
                on_request: requestArrived, on_completed: requestCompleted, on_connection: connectionChanged,
                on_target: targetArrived, on_log: logged,
                // Released after the daemon has stopped: its threads call with it until then.
                context: Unmanaged.passRetained(engine).toOpaque()))
        guard let daemon = flotilla_mhd_start(settings) else {
            Self.release(settings)
            throw .library("libmicrohttpd did not start")
        }
        self.daemon = daemon
    }

    /// Takes no more connections; those that are open go on.
    func quiesce() { MHD_quiesce_daemon(daemon) }

    /// Ends its threads and closes its connections. Blocks until both is done; nothing may be suspended. Call once.
    func stop() {
        MHD_stop_daemon(daemon)
        Self.release(settings)
    }

    private static func release(_ settings: UnsafeMutablePointer<flotilla_mhd_settings>) {
        if let context = settings.pointee.context { Unmanaged<Engine>.fromOpaque(context).release() }
        settings.deallocate()
    }
}
