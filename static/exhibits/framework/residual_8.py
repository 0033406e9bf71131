# %% network
class Pair(nn.Module):
    def __init__(self, before, after):
        super().__init__()
        stride = 1 if before == after else 2
        self.conv1 = nn.Conv2d(before, after, kernel_size=3, stride=stride, padding=1)
        self.conv2 = nn.Conv2d(after, after, kernel_size=3, padding=1)
        self.shortcut = nn.Identity()
        if stride != 1:
            self.shortcut = nn.Conv2d(before, after, kernel_size=1, stride=stride)

    def forward(self, maps):
        made = self.conv2(self.conv1(maps).relu())
        return (made + self.shortcut(maps)).relu()


network = nn.Sequential(
    OrderedDict(
        conv=nn.Conv2d(1, 8, kernel_size=3, padding=1),
        relu=nn.ReLU(),
        pool=nn.MaxPool2d(kernel_size=2),
        block1=Pair(8, 8),
        block2=Pair(8, 16),
        block3=Pair(16, 32),
        mean=nn.AdaptiveAvgPool2d(1),
        flatten=nn.Flatten(),
        fc=nn.Linear(32, 10),
    )
)
