# %% network
network = nn.Sequential(
    OrderedDict(
        conv1=nn.Conv2d(1, 12, kernel_size=5, padding=2),
        relu1=nn.ReLU(),
        pool1=nn.MaxPool2d(kernel_size=3, stride=2),
        conv2=nn.Conv2d(12, 24, kernel_size=5, padding=2),
        relu2=nn.ReLU(),
        pool2=nn.MaxPool2d(kernel_size=3, stride=2),
        conv3=nn.Conv2d(24, 32, kernel_size=3, padding=1),
        relu3=nn.ReLU(),
        conv4=nn.Conv2d(32, 32, kernel_size=3, padding=1),
        relu4=nn.ReLU(),
        conv5=nn.Conv2d(32, 24, kernel_size=3, padding=1),
        relu5=nn.ReLU(),
        pool5=nn.MaxPool2d(kernel_size=3, stride=2),
        flatten=nn.Flatten(),
        dropout1=nn.Dropout(0.3),
        fc1=nn.Linear(24 * 2 * 2, 128),
        relu6=nn.ReLU(),
        dropout2=nn.Dropout(0.3),
        fc2=nn.Linear(128, 96),
        relu7=nn.ReLU(),
        fc3=nn.Linear(96, 10),
    )
)
