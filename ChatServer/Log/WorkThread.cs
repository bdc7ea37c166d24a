namespace ChatServer.Log;

/// <summary>
/// A thread of its own for work that waits for a disk, so that a disk that stalls holds up no handshake.
/// Takes all that has gathered at once, in order. Any thread may post.
/// </summary>
internal sealed class WorkThread<TWork> : IDisposable
{
    private readonly Lock _gate = new();
    // An event of the kernel's: it doesn't spin before it sleeps, and this thread sleeps after every batch.
    private readonly AutoResetEvent _wake = new(initialState: false);
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
        bool isFirst;
        lock (_gate)
        {
            if (_isStopping) return false;
            isFirst = _gathered.Count == 0;
            _gathered.Add(work);
        }
        if (isFirst) _wake.Set();
        return true;
    }

    /// <summary>Carries out what has gathered, takes nothing more, and returns when that is done.</summary>
    public void Dispose()
    {
        lock (_gate) _isStopping = true;
        _wake.Set();
        _thread.Join();
    }

    private void Run()
    {
        while (TakeAll())
        {
            if (_underWay.Count == 0)
            {
                _wake.WaitOne();
                continue;
            }
            _work(_underWay);
            _underWay.Clear();
        }
    }

    /// <returns>False at the end: nothing is left, and nothing more will come.</returns>
    private bool TakeAll()
    {
        lock (_gate)
        {
            (_gathered, _underWay) = (_underWay, _gathered);
            return _underWay.Count > 0 || !_isStopping;
        }
    }
}
