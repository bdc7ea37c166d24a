namespace ChatServer.Log;

/// <summary>
/// A thread of its own for work that waits for a disk, so that a disk that stalls holds up no handshake. Takes all that has gathered at
/// once, in order. Any thread may post.
/// </summary>
internal sealed class WorkThread<TWork> : IDisposable
{
    private readonly Lock _posting = new();
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly Action<IReadOnlyList<TWork>> _work;
    private readonly Thread _thread;
    private List<TWork> _gathered = [];
    private List<TWork> _underWay = [];
    private bool _isStopping;

    /// <param name="name">Name of the thread.</param>
    /// <param name="work">Carries out what has gathered, and does not throw.</param>
    public WorkThread(string name, Action<IReadOnlyList<TWork>> work)
    {
        _work = work;
        _thread = new Thread(Run) { Name = name, IsBackground = true };
        _thread.Start();
    }

    /// <returns>False if the thread is stopping, and the work was not taken.</returns>
    public bool Post(TWork work)
    {
        lock (_posting)
        {
            if (_isStopping) return false;
            _gathered.Add(work);
            if (_gathered.Count == 1) _wake.Release();
            return true;
        }
    }

    /// <summary>Carries out what has gathered, takes nothing more, and returns when that is done.</summary>
    public void Dispose()
    {
        lock (_posting)
        {
            if (_isStopping) return;
            _isStopping = true;
            if (_gathered.Count == 0) _wake.Release();
        }
        _thread.Join();
        _wake.Dispose();
    }

    private void Run()
    {
        while (true)
        {
            _wake.Wait();
            lock (_posting)
            {
                (_gathered, _underWay) = (_underWay, _gathered);
            }
            if (_underWay.Count > 0) _work(_underWay);
            _underWay.Clear();
            lock (_posting)
            {
                if (_isStopping && _gathered.Count == 0) return;
            }
        }
    }
}
