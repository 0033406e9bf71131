# %% network
network = nn.Sequential(
    OrderedDict(
        flatten=nn.Flatten(),
        fc1=nn.Linear(28 * 28, 32),
        relu1=nn.ReLU(),
        fc2=nn.Linear(32, 10),
    )
)
