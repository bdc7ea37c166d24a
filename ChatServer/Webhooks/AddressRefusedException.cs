namespace ChatServer.Webhooks;

/// <summary>A name stands for nothing but addresses that webhooks may not reach.</summary>
internal sealed class AddressRefusedException() : Exception("The address points inside.");
